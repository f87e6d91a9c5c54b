import { MaruError } from "../problem/error.js";
import type { CallFields, Frame, MatchFrame, OfferFields, StateFrame } from "./frames.js";
import type { CallInfo, MatchSnapshot, Milliseconds, Notice, Offer } from "./types.js";

type NoticeBody = Notice extends infer N ? (N extends Notice ? Omit<N, "id"> : never) : never;

/**
 * The snapshot after a frame. `state` is the truth; every other frame only comes earlier, and in any order: what
 * it says counts by offer and room, never by when it came. Unknown frames change nothing.
 */
export function reduce(now: MatchSnapshot, frame: MatchFrame): MatchSnapshot {
  switch (frame.type) {
    case "state":
      return fromState(now, frame);
    case "queue_joined":
      return { ...now, status: "queued", ...queueFields(frame), offer: undefined, call: undefined };
    case "match_found":
      return { ...withoutQueue(now), status: "offered", offer: offerOf(now, frame) };
    case "match_response":
      return fromResponse(now, frame);
    case "match_success":
      return fromSuccess(now, frame);
    case "match_cancelled":
      return fromCancelled(now, frame);
    case "range_widened": {
      const notice = { kind: "widened", ageMin: frame.age_min, ageMax: frame.age_max } as const;
      return noted({ ...now, widened: true }, notice);
    }
    case "queue_left": {
      const left = { ...withoutQueue(now), status: "idle", offer: undefined } as const;
      return frame.reason === "disconnected" ? noted(left, { kind: "queue_place_lost" }) : left;
    }
    default:
      return now;
  }
}

export function noted(now: MatchSnapshot, body: NoticeBody): MatchSnapshot {
  return { ...now, notice: { ...body, id: (now.notice?.id ?? 0) + 1 } as Notice };
}

/** The error that refuses a command, from its frame. */
export function errorOf(frame: Frame<"error">): MaruError {
  return new MaruError(frame.code, frame.message, { retryAfterSeconds: frame.retry_after });
}

function fromState(now: MatchSnapshot, frame: StateFrame): MatchSnapshot {
  return {
    ...now,
    status: frame.status,
    ...queueFields(frame),
    offer: frame.offer && offerOf(now, frame.offer),
    call: frame.call ? callOf(frame.call) : frame.room !== undefined ? callIn(now, frame.room) : undefined,
  };
}

function queueFields(frame: Frame<"queue_joined"> | StateFrame): Partial<MatchSnapshot> {
  return {
    waiting: frame.waiting,
    fitting: frame.fitting,
    estimateSeconds: frame.estimate_seconds,
    queuedAt: moment(frame.queued_at),
    widensAt: moment(frame.widens_at),
    widened: frame.widened,
  };
}

function withoutQueue(now: MatchSnapshot): MatchSnapshot {
  return { ...now, queuedAt: undefined, fitting: undefined, estimateSeconds: undefined, widensAt: undefined };
}

function offerOf(now: MatchSnapshot, fields: OfferFields): Offer {
  if (now.offer?.id === fields.offer_id) return now.offer; // keeps who has accepted
  return {
    id: fields.offer_id,
    matchId: fields.match_id,
    partner: fields.partner,
    age: fields.partner_age,
    gender: fields.partner_gender,
    expiresAt: Date.parse(fields.expires_at),
  };
}

function callOf(fields: CallFields): CallInfo {
  return {
    room: fields.room,
    matchId: fields.match_id,
    partner: fields.partner,
    age: fields.partner_age,
    gender: fields.partner_gender,
    endsAt: moment(fields.ends_at),
  };
}

/** From a server that sends only the room: what is known of it, or of the offer that led to it. */
function callIn(now: MatchSnapshot, room: string): CallInfo {
  if (now.call?.room === room) return now.call;
  const { offer } = now;
  return offer
    ? { room, matchId: offer.matchId, partner: offer.partner, age: offer.age, gender: offer.gender }
    : { room };
}

function fromResponse(now: MatchSnapshot, frame: Frame<"match_response">): MatchSnapshot {
  const { offer } = now;
  if (offer?.id !== frame.offer_id || frame.result !== "accept") return now;
  const whose = frame.from === offer.partner ? { partnerAccepted: true } : { accepted: true };
  return { ...now, offer: { ...offer, ...whose } };
}

function fromSuccess(now: MatchSnapshot, frame: Frame<"match_success">): MatchSnapshot {
  if (now.call?.room === frame.room && now.call.partner !== undefined) return now;
  const offer = now.offer?.id === frame.offer_id ? now.offer : undefined;
  const call = { room: frame.room, matchId: frame.match_id, partner: frame.partner };
  return {
    ...withoutQueue(now),
    status: "in_room",
    offer: undefined,
    call: { ...call, age: offer?.age, gender: offer?.gender },
  };
}

function fromCancelled(now: MatchSnapshot, frame: Frame<"match_cancelled">): MatchSnapshot {
  const isOld = frame.offer_id !== undefined && now.offer !== undefined && now.offer.id !== frame.offer_id;
  if (isOld) return now;
  const status = frame.requeued ? "queued" : "idle";
  const after = { ...now, status, offer: undefined, call: undefined } as const;
  return noted(after, { kind: frame.reason, requeued: frame.requeued });
}

function moment(text: string | undefined): Milliseconds | undefined {
  return text === undefined ? undefined : Date.parse(text);
}
