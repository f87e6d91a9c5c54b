import { MaruError } from "maru-client";
import { useCallback, useRef, useState } from "react";

export interface Action {
  isBusy: boolean;
  /** Why the last one failed, until the next begins. */
  error: MaruError | undefined;
  /** Runs it unless one is running. Failures are in `error`; resolves to whether it ran without one. */
  run(work: () => Promise<unknown>): Promise<boolean>;
}

/** One thing at a time, at a press: a second press meanwhile does nothing. */
export function useAction(): Action {
  const running = useRef(false); // two presses may come before the next render
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<MaruError>();
  const run = useCallback(async (work: () => Promise<unknown>) => {
    if (running.current) return false;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setError(failure);
      return false;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }, []);
  return { isBusy, error, run };
}
