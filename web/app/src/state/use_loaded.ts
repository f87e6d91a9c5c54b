import { MaruError } from "maru-client";
import { useCallback, useEffect, useState } from "react";

export interface Loaded<T> {
  data: T | undefined;
  error: MaruError | undefined;
  reload(): void;
  /** Changes what is here, after the server took the same change. */
  change(update: (data: T) => T): void;
}

/** What one request brings. `load` must be the same function as long as it asks for the same. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [data, setData] = useState<T>();
  const [error, setError] = useState<MaruError>();
  const reload = useCallback(() => {
    setError(undefined);
    load().then(setData, (failure: unknown) => {
      if (failure instanceof MaruError) setError(failure);
    });
  }, [load]);
  useEffect(reload, [reload]);
  const change = useCallback((update: (data: T) => T) => {
    setData((now) => now && update(now)); // of two in flight none undoes the other
  }, []);
  return { data, error, reload, change };
}
