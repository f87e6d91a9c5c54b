/** What every stateful part of the client is: fits React's `useSyncExternalStore` as it is. */
export interface Store<S> {
  /** The same object until something changes. */
  readonly getSnapshot: () => Readonly<S>;
  /** Calls `listener` after each change. Returns the function that ends this. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store that its owner may write. */
export interface WritableStore<S> extends Store<S> {
  /** Replaces the snapshot; a snapshot with equal values (shallowly) changes nothing. */
  readonly set: (next: S) => void;
  readonly update: (changes: Partial<S>) => void;
}

export function createStore<S extends object>(initial: S): WritableStore<S> {
  let snapshot = initial;
  const listeners = new Set<() => void>();
  const set = (next: S): void => {
    if (shallowEqual(snapshot, next)) return;
    snapshot = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    getSnapshot: () => snapshot,
    set,
    update: (changes) => {
      set({ ...snapshot, ...changes });
    },
    subscribe: (listener) => {
      // A function of its own per subscription: the same listener may subscribe twice.
      const entry = (): void => {
        listener();
      };
      listeners.add(entry);
      return () => {
        listeners.delete(entry);
      };
    },
  };
}

function shallowEqual<S extends object>(a: S, b: S): boolean {
  const keys = Object.keys({ ...a, ...b }) as (keyof S)[];
  return keys.every((key) => Object.is(a[key], b[key]));
}

/** The first truthy value that `select` finds, now or after a change: `await when(match, (now) => now.offer)`. */
export function when<S, T>(
  store: Store<S>,
  select: (snapshot: Readonly<S>) => T | undefined | null | false,
): Promise<T> {
  return new Promise((resolve) => {
    let end: (() => void) | undefined;
    const look = (): void => {
      const found = select(store.getSnapshot());
      if (!found) return;
      end?.();
      resolve(found);
    };
    end = store.subscribe(look);
    look();
  });
}
