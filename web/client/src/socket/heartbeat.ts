/** The server is silent in between: browsers show neither its pings nor a path that is gone. */
const QUIET_MS = 15_000;
const ANSWER_MS = 10_000;

export interface Heartbeat {
  /** A frame came. */
  heard(): void;
  /** Asks now. */
  beat(): void;
  stop(): void;
}

/** Pings after 15 quiet seconds; calls `dead` when nothing comes within ten seconds more. */
export function startHeartbeat(ping: () => void, dead: () => void): Heartbeat {
  let timer: ReturnType<typeof setTimeout>;
  let isWaiting = false;

  function heard(): void {
    isWaiting = false;
    clearTimeout(timer);
    timer = setTimeout(beat, QUIET_MS);
  }

  function beat(): void {
    if (isWaiting) return;
    isWaiting = true;
    clearTimeout(timer);
    timer = setTimeout(dead, ANSWER_MS);
    ping();
  }

  heard();
  return {
    heard,
    beat,
    stop: () => {
      clearTimeout(timer);
    },
  };
}
