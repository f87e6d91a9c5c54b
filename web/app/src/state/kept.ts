import type { Store } from "maru-client";

/** A choice that is kept in localStorage, where that is allowed, and followed by other tabs. */
export interface Kept<T extends string> extends Store<T> {
  set(value: T): void;
}

export function keep<T extends string>(
  name: string,
  isValid: (value: string) => value is T,
  first: T,
): Kept<T> {
  const listeners = new Set<() => void>();
  const read = (): T => {
    const value = readKept(name);
    return value !== undefined && isValid(value) ? value : first;
  };
  let value = read();
  const change = (next: T): void => {
    value = next;
    for (const listener of [...listeners]) listener();
  };
  globalThis.addEventListener?.("storage", ({ key }) => {
    if (key === name) change(read());
  });
  return {
    getSnapshot: () => value as Readonly<T>,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (next) => {
      writeKept(name, next);
      change(next);
    },
  };
}

/** Browsers throw at the mere look when the user forbids storage. */
export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeKept(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // It holds until the page is closed.
  }
}
