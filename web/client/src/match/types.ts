import type { MaruError } from "../problem/error.js";
import type { Store } from "../store.js";

/** All times of this library are milliseconds since 1970, as of `Date.now()`. */
export type Milliseconds = number;

export type Gender = "male" | "female";

export interface Offer {
  id: string;
  matchId: string;
  partner: string;
  age: number;
  gender: Gender;
  /** Answer before. */
  expiresAt: Milliseconds;
  /** You accepted, and the partner has not answered yet. */
  accepted?: boolean | undefined;
  partnerAccepted?: boolean | undefined;
}

/** A call that goes on: hand it to `maru.call(info.room, info)`. */
export interface CallInfo {
  room: string;
  /** Absent when the server does not say (servers before 2027), as are the next four. */
  matchId?: string | undefined;
  partner?: string | undefined;
  age?: number | undefined;
  gender?: Gender | undefined;
  endsAt?: Milliseconds | undefined;
}

/** Something that happened and is worth a sentence. */
export type Notice = {
  /** Another number for each notice. */
  id: number;
} & (
  | {
      kind: "rejected" | "expired" | "partner_left" | "room_closed" | "no_active_match";
      /** You wait again, at your old position. */
      requeued: boolean;
    }
  | { kind: "widened"; ageMin: number; ageMax: number }
  /** The connection was away for too long, so the queue place is lost. */
  | { kind: "queue_place_lost" }
  | { kind: "error"; error: MaruError }
);

export type ClosedBecause =
  /** `close()` was called. */
  | "closed"
  /** Nobody is signed in. It opens by itself after a log-in. */
  | "signed_out"
  /** A newer tab or page of this user took over. `open()` takes it back. */
  | "taken_over"
  /** The server does not serve pages of this origin, or not this room. */
  | "forbidden"
  /** The server refused what this library sent: a bug of ours. */
  | "refused";

export interface MatchSnapshot {
  connection: "connecting" | "open" | "retrying" | "closed";
  /** While `connection` is `closed`. */
  closedBecause?: ClosedBecause | undefined;
  status: "idle" | "queued" | "offered" | "in_room";
  /** How many users are queued. */
  waiting?: number | undefined;
  /** How many of them fit both ways. */
  fitting?: number | undefined;
  /** A usual wait until an offer; absent when there is no honest number. */
  estimateSeconds?: number | undefined;
  queuedAt?: Milliseconds | undefined;
  /** When your range of ages will grow, and whether it has. */
  widensAt?: Milliseconds | undefined;
  widened?: boolean | undefined;
  offer?: Offer | undefined;
  call?: CallInfo | undefined;
  notice?: Notice | undefined;
}

export interface JoinOptions {
  /** Your own range of ages grows by `years` after `afterSeconds` of waiting. */
  widen?: { afterSeconds: number; years: number } | undefined;
}

/** Commands resolve when the server took them; over a lost connection they are sent again. */
export interface Match extends Store<MatchSnapshot> {
  join(options?: JoinOptions): Promise<void>;
  /** Leaves the queue or the open offer. */
  leave(): Promise<void>;
  /** Answers the open offer. Throws MaruError `not_connected` when there is none. */
  accept(): Promise<void>;
  reject(): Promise<void>;
  /** Removes `notice`. */
  dismissNotice(): void;
  /** Opens again what was closed or taken over. */
  open(): void;
  /** Closes the socket: the server keeps the queue place for ten seconds. */
  close(): void;
}
