import { MaruError } from "../problem/error.js";
import { type AfterClose, afterClose, type StopReason } from "./after_close.js";
import { delayOf } from "./backoff.js";
import { type Heartbeat, startHeartbeat } from "./heartbeat.js";

export interface ConnectionOptions {
  /** ws:// or wss://, asked before each attempt. */
  url: string;
  /** The frame that asks for `pong`. */
  ping: object;
  /** A ticket for one handshake. Throws MaruError. */
  ticket: () => Promise<string>;
  /** Whether the session still goes on; asked after a 4401. Throws when that cannot be known. */
  hasSession: () => Promise<boolean>;
  receive: (frame: { type: string }) => void;
  changed: (state: ConnectionState) => void;
}

export type ConnectionState =
  | { kind: "connecting" | "open" | "retrying" }
  | { kind: "closed"; because: StopReason | "closed" };

/** One socket after the other, until `close()` or a code that forbids the next. */
export interface Connection {
  open(): void;
  /** False when the socket is not open. */
  send(frame: object): boolean;
  close(): void;
  /** The network may have changed: try now, or find out whether the socket still lives. */
  nudge(): void;
}

const PROTOCOL = "maru.v1";
/** A socket that stayed open for so long starts the next series of attempts from the shortest delay. */
const STABLE_MS = 10_000;

export function createConnection(options: ConnectionOptions): Connection {
  let socket: WebSocket | undefined;
  let heartbeat: Heartbeat | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let openedAt = 0;
  let generation = 0; // what was begun before the last open() or close() is void
  let wanted = false;

  async function connect(): Promise<void> {
    const mine = ++generation;
    clearTimeout(timer);
    timer = undefined;
    options.changed({ kind: attempt === 0 ? "connecting" : "retrying" });
    try {
      const ticket = await options.ticket();
      if (mine === generation) listen(new WebSocket(options.url, [PROTOCOL, `ticket.${ticket}`]), mine);
    } catch (failure) {
      if (mine === generation) proceed(afterFailure(failure));
    }
  }

  function listen(next: WebSocket, mine: number): void {
    socket = next;
    next.onopen = () => {
      if (mine !== generation) return;
      openedAt = Date.now();
      heartbeat = startHeartbeat(
        () => send(options.ping),
        () => {
          lost(1006);
        },
      );
      options.changed({ kind: "open" });
    };
    next.onmessage = ({ data }: MessageEvent<string>) => {
      if (mine !== generation) return;
      heartbeat?.heard();
      options.receive(JSON.parse(data) as { type: string });
    };
    next.onclose = ({ code }) => {
      if (mine === generation) lost(code);
    };
  }

  /** Also without waiting for the close of a dead socket, which may take a minute. */
  function lost(code: number): void {
    drop();
    if (openedAt && Date.now() - openedAt > STABLE_MS) attempt = 0;
    openedAt = 0;
    const next = afterClose(code);
    if (next.kind !== "check_session") {
      proceed(next);
      return;
    }
    void checkSession();
  }

  async function checkSession(): Promise<void> {
    const mine = generation;
    const goesOn = await options.hasSession().catch(() => true);
    if (mine === generation) proceed(goesOn ? { kind: "retry" } : { kind: "stop", because: "signed_out" });
  }

  function proceed(next: AfterClose): void {
    if (next.kind === "stop") {
      wanted = false;
      options.changed({ kind: "closed", because: next.because });
      return;
    }
    options.changed({ kind: "retrying" });
    const delay = delayOf(attempt++);
    timer = setTimeout(() => void connect(), next.kind === "pause" ? next.ms + delay : delay);
  }

  function drop(): void {
    generation += 1;
    heartbeat?.stop();
    heartbeat = undefined;
    clearTimeout(timer);
    timer = undefined;
    socket?.close();
    socket = undefined;
  }

  function send(frame: object): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  return {
    send,
    open: () => {
      if (wanted) return;
      wanted = true;
      attempt = 0;
      void connect();
    },
    close: () => {
      if (!wanted) return;
      wanted = false;
      drop();
      options.changed({ kind: "closed", because: "closed" });
    },
    nudge: () => {
      if (timer !== undefined) void connect();
      else heartbeat?.beat();
    },
  };
}

/** No ticket: the session is over, the server asks to wait, or it cannot be reached. */
function afterFailure(failure: unknown): AfterClose {
  if (!(failure instanceof MaruError)) throw failure;
  if (failure.status === 401) return { kind: "stop", because: "signed_out" };
  const seconds = failure.retryAfterSeconds;
  return seconds === undefined ? { kind: "retry" } : { kind: "pause", ms: seconds * 1000 };
}
