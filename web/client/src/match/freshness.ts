const EVERY_MS = 10_000;

export interface Freshness {
  follow(isWaiting: boolean): void;
}

/** While the user waits, `sync` asks for the queue's numbers again: the server pushes only what happens to the user. */
export function createFreshness(sync: () => void): Freshness {
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    follow: (isWaiting) => {
      if (isWaiting === (timer !== undefined)) return;
      clearInterval(timer);
      timer = isWaiting ? setInterval(sync, EVERY_MS) : undefined;
    },
  };
}
