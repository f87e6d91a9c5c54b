import type { Store } from "maru-client";

let said = "";
let count = 0;
const listeners = new Set<() => void>();

/** What screen readers are to say next. */
export const announcement: Store<string> = {
  getSnapshot: () => said,
  subscribe: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Reads it out, also when it is the same as before: a space without width makes it another text. */
export function announce(text: string): void {
  count += 1;
  said = count % 2 === 0 ? text : `${text}\u200b`;
  for (const listener of [...listeners]) listener();
}
