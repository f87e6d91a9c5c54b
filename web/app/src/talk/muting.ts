const NAME = "maru.muted";

/** Whether the user muted the microphone in that room, in any tab: a reload must not open it again. */
export function wasMuted(room: string): boolean {
  try {
    return localStorage.getItem(NAME) === room;
  } catch {
    return false; // Storage is forbidden: each page begins with an open microphone.
  }
}

export function keepMuted(room: string, muted: boolean): void {
  try {
    if (muted) localStorage.setItem(NAME, room);
    else if (localStorage.getItem(NAME) === room) localStorage.removeItem(NAME);
  } catch {
    // See above.
  }
}
