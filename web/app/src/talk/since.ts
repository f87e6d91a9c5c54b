const NAME = "maru.call_since";

/**
 * When the call of that room first had sound, also before a reload of this tab. `connectedAt`: on this page.
 * Milliseconds.
 */
export function talkingSince(room: string, connectedAt: number): number {
  const kept = keptOf(room);
  return kept === undefined ? connectedAt : Math.min(kept, connectedAt);
}

/** For the page after a reload; the first time counts. */
export function keepSince(room: string, connectedAt: number): void {
  try {
    if (keptOf(room) === undefined) sessionStorage.setItem(NAME, `${room} ${connectedAt}`);
  } catch {
    // Storage is forbidden: the time counts from the reload.
  }
}

function keptOf(room: string): number | undefined {
  try {
    const [keptRoom, kept] = (sessionStorage.getItem(NAME) ?? "").split(" ");
    return keptRoom === room ? Number(kept) : undefined;
  } catch {
    return undefined;
  }
}
