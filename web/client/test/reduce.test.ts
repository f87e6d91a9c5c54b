import { expect, test } from "vitest";
import type { MatchFrame } from "../src/match/frames";
import { reduce } from "../src/match/reduce";
import type { MatchSnapshot } from "../src/match/types";

const IDLE: MatchSnapshot = { connection: "open", status: "idle" };
const OFFER = {
  offer_id: "o1",
  match_id: "1:2",
  partner: "ben",
  partner_age: 30,
  partner_gender: "male",
  expires_at: "2026-12-01T00:00:15Z",
} as const;
const FOUND: MatchFrame = { type: "match_found", seq: 1, ...OFFER };
const SUCCESS: MatchFrame = {
  type: "match_success",
  seq: 2,
  room: "r1",
  partner: "ben",
  match_id: "1:2",
  offer_id: "o1",
};
const IN_ROOM: MatchFrame = { type: "state", seq: 3, status: "in_room", waiting: 4, room: "r1" };

function after(...frames: MatchFrame[]): MatchSnapshot {
  return frames.reduce(reduce, IDLE);
}

test("state replaces everything that another state said", () => {
  const queued = after({
    type: "state",
    seq: 1,
    status: "queued",
    waiting: 7,
    queued_at: "2026-12-01T00:00:00Z",
    fitting: 2,
    estimate_seconds: 9,
    widens_at: "2026-12-01T00:01:00Z",
  });
  expect(queued).toMatchObject({ status: "queued", waiting: 7, fitting: 2, estimateSeconds: 9 });
  expect(queued.widensAt).toBe(Date.UTC(2026, 11, 1, 0, 1));
  const idle = reduce(queued, { type: "state", seq: 2, status: "idle", waiting: 6 });
  expect(idle).toMatchObject({ status: "idle", waiting: 6 });
  expect([idle.fitting, idle.queuedAt, idle.estimateSeconds, idle.widensAt]).toEqual(
    Array(4).fill(undefined),
  );
});

test("an offer comes by push or by state, once", () => {
  const pushed = after(FOUND);
  const repeated = reduce(pushed, { type: "state", seq: 2, status: "offered", waiting: 0, offer: OFFER });
  expect(repeated.offer).toBe(pushed.offer);
  expect(pushed.offer).toEqual({
    id: "o1",
    matchId: "1:2",
    partner: "ben",
    age: 30,
    gender: "male",
    expiresAt: Date.UTC(2026, 11, 1, 0, 0, 15),
  });
});

test("who accepted is seen, but only of this offer", () => {
  const mine: MatchFrame = { type: "match_response", seq: 2, offer_id: "o1", result: "accept", from: "ann" };
  expect(after(FOUND, mine).offer).toMatchObject({ accepted: true });
  expect(after(FOUND, { ...mine, from: "ben" }).offer).toMatchObject({ partnerAccepted: true });
  expect(after(FOUND, { ...mine, offer_id: "o0" }).offer?.accepted).toBeUndefined();
});

test("match_success and state give the same call in either order", () => {
  const expected = { room: "r1", matchId: "1:2", partner: "ben", age: 30, gender: "male" };
  expect(after(FOUND, SUCCESS, IN_ROOM)).toMatchObject({ status: "in_room", call: expected });
  expect(after(FOUND, IN_ROOM, SUCCESS)).toMatchObject({ status: "in_room", call: expected });
});

test("a state that describes the call is believed", () => {
  const call = {
    room: "r1",
    match_id: "1:2",
    partner: "ben",
    partner_age: 30,
    partner_gender: "male",
  } as const;
  const { call: info } = after({
    ...IN_ROOM,
    call: { ...call, ends_at: "2026-12-01T04:00:00Z" },
  } as MatchFrame);
  expect(info).toMatchObject({ room: "r1", partner: "ben", endsAt: Date.UTC(2026, 11, 1, 4) });
});

test("a room of an older server without an offer is known by its name alone", () => {
  expect(after(IN_ROOM).call).toEqual({ room: "r1" });
});

test("the end of an older offer does not touch the new one", () => {
  const old: MatchFrame = {
    type: "match_cancelled",
    seq: 2,
    reason: "expired",
    requeued: true,
    offer_id: "o0",
  };
  expect(after(FOUND, old)).toEqual(after(FOUND));
});

test.each([
  { requeued: true, status: "queued" },
  { requeued: false, status: "idle" },
])("a cancelled offer with requeued=$requeued leaves the user $status", ({ requeued, status }) => {
  const now = after(FOUND, { type: "match_cancelled", seq: 2, reason: "rejected", requeued, offer_id: "o1" });
  expect(now).toMatchObject({ status, notice: { kind: "rejected", requeued, id: 1 } });
  expect(now.offer).toBeUndefined();
});

test("each notice has a number of its own", () => {
  const closed: MatchFrame = { type: "match_cancelled", seq: 1, reason: "room_closed", requeued: false };
  const lost: MatchFrame = { type: "queue_left", seq: 2, reason: "disconnected" };
  expect(after(closed, lost).notice).toEqual({ kind: "queue_place_lost", id: 2 });
});

test("a frame of a later server changes nothing", () => {
  expect(reduce(IDLE, { type: "fireworks", seq: 1 } as unknown as MatchFrame)).toBe(IDLE);
});
