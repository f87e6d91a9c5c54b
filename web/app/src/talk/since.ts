const NAME = "maru.call_since";

/**
 * When the call of that room first had sound, also before a reload of this tab. `connectedAt`: on this page.
 * Milliseconds.
 */
export function talkingSince(room: string, connectedAt: number): number {
  try {
    const [keptRoom, kept] = (sessionStorage.getItem(NAME) ?? "").split(" ");
    if (keptRoom === room) return Math.min(Number(kept), connectedAt);
    sessionStorage.setItem(NAME, `${room} ${connectedAt}`);
  } catch {
    // Storage is forbidden: the time counts from the reload.
  }
  return connectedAt;
}
