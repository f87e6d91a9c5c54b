import { MaruError } from "maru-client";

export interface Saved<S> {
  settings: S;
  status: "saving" | "saved" | "ready";
  error: MaruError | undefined;
}

/**
 * Sends changes one after the other, so that the server ends where the user did, and shows each at once. After a
 * failure what is shown is what the server last said, with what has not been sent yet.
 *
 * @param first the server's last answer.
 */
export function createSaving<S extends object>(
  first: S,
  send: (changes: Partial<S>) => Promise<S>,
  show: (next: Saved<S>) => void,
): (changes: Partial<S>) => void {
  let answered = first;
  let waiting: Partial<S>[] = [];
  let error: MaruError | undefined;
  let queue = Promise.resolve();

  function showNow(): void {
    const status = waiting.length > 0 ? "saving" : error ? "ready" : "saved";
    show({ settings: Object.assign({}, answered, ...waiting) as S, status, error });
  }

  async function sendNext(changes: Partial<S>): Promise<void> {
    try {
      answered = await send(changes);
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      error = failure;
    } finally {
      waiting = waiting.filter((each) => each !== changes);
      showNow();
    }
  }

  return (changes) => {
    waiting.push(changes);
    error = undefined;
    showNow();
    queue = queue.then(() => sendNext(changes));
  };
}
