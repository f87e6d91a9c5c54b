import { MaruError } from "../problem/error.js";
import type { Session } from "../session/types.js";
import type { SocketAddress } from "../socket/address.js";
import type { StopReason } from "../socket/after_close.js";
import { type ConnectionState, createConnection } from "../socket/connection.js";
import { onWakeUp } from "../socket/wakeups.js";
import { createStore } from "../store.js";
import { createCommands } from "./commands.js";
import type { MatchFrame } from "./frames.js";
import { createFreshness } from "./freshness.js";
import { errorOf, noted, reduce } from "./reduce.js";
import type { ClosedBecause, Match, MatchSnapshot } from "./types.js";

const NOTHING: MatchSnapshot = { connection: "closed", closedBecause: "signed_out", status: "idle" };

/** With what only this library calls: a call that has ended changes what `state` says. */
export interface MatchWithSync extends Match {
  sync(): void;
}

/** @param prepareCall loads the code of calls while an offer is open. */
export function createMatch(
  address: SocketAddress,
  session: Session,
  prepareCall: () => void,
): MatchWithSync {
  const store = createStore<MatchSnapshot>(NOTHING);
  let isWanted = true; // by the page; the socket also needs a user
  let userId: number | undefined;

  const connection = createConnection({
    url: address.url("/ws/match/"),
    ping: { action: "ping" },
    ticket: () => address.ticket("match"),
    hasSession: () => address.hasSession(),
    receive: (frame) => {
      receive(frame as MatchFrame);
    },
    changed,
  });
  const commands = createCommands((frame) => connection.send(frame));

  function changed(state: ConnectionState): void {
    if (state.kind === "closed") {
      const because = reasonOf(state.because);
      if (because !== "signed_out") isWanted = false;
      store.update({ connection: "closed", closedBecause: because });
      commands.rejectAll(notConnected());
      return;
    }
    store.update({ connection: state.kind, closedBecause: undefined });
    if (state.kind === "open") commands.resend();
  }

  function receive(frame: MatchFrame): void {
    const before = store.getSnapshot();
    if (frame.type === "error") {
      const error = errorOf(frame);
      if (frame.re === undefined) store.set(noted(before, { kind: "error", error }));
      else commands.answered(frame.re, error);
      return;
    }
    store.set(reduce(before, frame));
    if ("re" in frame && frame.re !== undefined) commands.answered(frame.re);
    if (frame.type === "match_cancelled") connection.send({ action: "sync" }); // the queue's numbers
    if (store.getSnapshot().offer) prepareCall();
  }

  function followSession(): void {
    const { status, user } = session.getSnapshot();
    if (user?.id !== userId) {
      connection.close();
      userId = user?.id;
      store.set({
        ...NOTHING,
        connection: status === "guest" ? "closed" : "connecting",
        closedBecause: undefined,
      });
      isWanted = true;
    }
    if (status === "user" && isWanted) connection.open();
    else if (status === "guest") store.set(NOTHING);
    else if (status === "starting") store.update({ connection: "connecting", closedBecause: undefined });
  }

  function respond(response: "accept" | "reject"): Promise<void> {
    const { offer } = store.getSnapshot();
    if (!offer) return Promise.reject(new MaruError("not_connected", "There is no open offer."));
    return command({ action: "respond", response, offer_id: offer.id });
  }

  function command(frame: Parameters<typeof commands.send>[0]): Promise<void> {
    return store.getSnapshot().connection === "closed"
      ? Promise.reject(notConnected())
      : commands.send(frame);
  }

  const sync = (): void => {
    connection.send({ action: "sync" });
  };
  const freshness = createFreshness(sync);
  store.subscribe(() => {
    const { status, connection: state } = store.getSnapshot();
    freshness.follow(status === "queued" && state === "open");
  });
  session.subscribe(followSession);
  onWakeUp(() => {
    connection.nudge();
  });
  followSession();

  return {
    getSnapshot: store.getSnapshot,
    subscribe: store.subscribe,
    join: ({ widen } = {}) =>
      command({
        action: "join_queue",
        ...(widen && { widen_after: widen.afterSeconds, widen_years: widen.years }),
      }),
    leave: () => command({ action: "leave_queue" }),
    accept: () => respond("accept"),
    reject: () => respond("reject"),
    sync,
    dismissNotice: () => {
      store.update({ notice: undefined });
    },
    open: () => {
      isWanted = true;
      followSession();
    },
    close: () => {
      isWanted = false;
      connection.close();
    },
  };
}

function notConnected(): MaruError {
  return new MaruError("not_connected", "The connection is closed.");
}

function reasonOf(because: StopReason | "closed"): ClosedBecause {
  return because === "room_gone" || because === "room_over" ? "refused" : because; // codes of rooms
}
