import type { MatchClient } from "../generated/frames.js";
import { MaruError } from "../problem/error.js";

/** Longer than any reconnect that goes well. */
const ANSWER_MS = 30_000;

type Command = MatchClient extends infer C ? (C extends MatchClient ? Omit<C, "id"> : never) : never;

interface Pending {
  frame: object;
  resolve: () => void;
  reject: (error: MaruError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** Commands that wait for their answer. They are idempotent, so a new socket gets them again. */
export interface Commands {
  send(command: Command): Promise<void>;
  resend(): void;
  /** The frame with this `re` came. */
  answered(re: string | number, error?: MaruError): void;
  rejectAll(error: MaruError): void;
}

export function createCommands(transmit: (frame: object) => boolean): Commands {
  const pending = new Map<string, Pending>();
  let count = 0;

  function settle(id: string, finish: (each: Pending) => void): void {
    const each = pending.get(id);
    if (!each) return;
    pending.delete(id);
    clearTimeout(each.timer);
    finish(each);
  }

  return {
    send: (command) =>
      new Promise((resolve, reject) => {
        const id = `c${++count}`;
        const frame = { ...command, id };
        const timer = setTimeout(() => {
          settle(id, () => {
            reject(new MaruError("timeout", "The server did not answer in time."));
          });
        }, ANSWER_MS);
        pending.set(id, { frame, resolve, reject, timer });
        transmit(frame);
      }),
    resend: () => {
      for (const { frame } of pending.values()) transmit(frame);
    },
    answered: (re, error) => {
      settle(String(re), (each) => {
        if (error) each.reject(error);
        else each.resolve();
      });
    },
    rejectAll: (error) => {
      for (const id of [...pending.keys()]) {
        settle(id, (each) => {
          each.reject(error);
        });
      }
    },
  };
}
