import type { Tokens } from "./token.js";
import type { SessionSnapshot } from "./types.js";

/** What tabs of one origin say to each other. */
export type TabMessage =
  | { kind: "tokens"; tokens: Tokens; receivedAt: number }
  | { kind: "ended"; reason: NonNullable<SessionSnapshot["endedBecause"]> }
  /** A new tab asks those that are signed in for their tokens. */
  | { kind: "asked" };

export interface Tabs {
  post(message: TabMessage): void;
  /** Runs `work` in one tab at a time. `contended`: another tab held the lock, and has done the work perhaps. */
  alone<T>(work: (contended: boolean) => Promise<T>): Promise<T>;
}

/** @param server keeps apart the sessions of several servers on one page. */
export function connectTabs(server: string, receive: (message: TabMessage) => void): Tabs {
  const name = `maru:${server}`;
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(name);
  if (channel) {
    channel.onmessage = (event: MessageEvent<TabMessage>) => {
      receive(event.data);
    };
  }
  return {
    post: (message) => {
      channel?.postMessage(message);
    },
    alone: (work) => (hasLocks() ? inAllTabs(name, work) : work(false)),
  };
}

function hasLocks(): boolean {
  // Absent on plain http, except on localhost. There each tab refreshes for itself, which the server allows.
  return typeof navigator !== "undefined" && "locks" in navigator;
}

async function inAllTabs<T>(name: string, work: (contended: boolean) => Promise<T>): Promise<T> {
  const atOnce = await navigator.locks.request(name, { ifAvailable: true }, async (lock) =>
    lock ? { result: await work(false) } : undefined,
  );
  return atOnce ? atOnce.result : navigator.locks.request(name, () => work(true));
}
