/** What to do when a socket is gone. The codes are explained in docs/realtime-protocol.md. */
export type AfterClose =
  /** Connect again after the usual delay. */
  | { kind: "retry" }
  /** Connect again, but not before. */
  | { kind: "pause"; ms: number }
  /** No ticket, a used one, or the session is over: only the session knows which. */
  | { kind: "check_session" }
  | { kind: "stop"; because: StopReason };

export type StopReason = "taken_over" | "forbidden" | "room_gone" | "room_over" | "refused" | "signed_out";

const STOPS: Record<number, StopReason> = {
  1002: "refused",
  1003: "refused",
  1007: "refused",
  1009: "refused",
  4400: "refused",
  4403: "forbidden",
  4404: "room_gone",
  4409: "taken_over",
  4410: "room_over",
};

/** A flooding user waits up to 60 seconds at the server; a shorter pause would only make it longer. */
const PAUSE_MS = 10_000;

export function afterClose(code: number): AfterClose {
  const because = STOPS[code];
  if (because) return { kind: "stop", because };
  if (code === 4401) return { kind: "check_session" };
  if (code === 4429) return { kind: "pause", ms: PAUSE_MS };
  return { kind: "retry" }; // 1006, 1011, 1012, 4408, 4500, and codes of later servers
}
