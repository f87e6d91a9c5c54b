import { describe, expect, test } from "vitest";
import { decide, NEW_NEGOTIATION, type PeerFacts } from "../src/call/negotiation";
import { meet } from "./two_browsers";

const NEW_PEER: PeerFacts = { signaling: "stable", isNew: true };
const CONNECTED: PeerFacts = { signaling: "stable", isNew: false, localOrigin: "1:1" };
const OFFERED: PeerFacts = { signaling: "have-local-offer", isNew: false, localOrigin: "1:2" };
const sdp = (peer: string, version = 1, answers?: string) =>
  `v=0\r\no=- ${peer} ${version} IN IP4 127.0.0.1\r\n${answers ? `a=x-maru-answers:${answers}\r\n` : ""}`;
const connectedTo = (remotePeer: string, polite = false) => ({ ...NEW_NEGOTIATION, remotePeer, polite });

describe("one side", () => {
  test("the offering role offers once, the other waits", () => {
    const role = (name: "offer" | "answer") =>
      ({ type: "role", role: name, polite: name === "answer" }) as const;
    expect(decide(NEW_NEGOTIATION, role("offer"), NEW_PEER)[1]).toEqual([{ do: "offer", iceRestart: false }]);
    expect(decide(NEW_NEGOTIATION, role("answer"), NEW_PEER)[1]).toEqual([]);
    expect(decide(NEW_NEGOTIATION, role("offer"), CONNECTED)[1]).toEqual([]);
  });

  test("an offer that may be lost with the socket is sent again", () => {
    const event = { type: "role", role: "offer", polite: false } as const;
    expect(decide(NEW_NEGOTIATION, event, OFFERED)[1]).toEqual([{ do: "resend_offer" }]);
  });

  test.each([
    { fresh: false, flows: false, rebuilds: false },
    { fresh: true, flows: true, rebuilds: true },
    { fresh: undefined, flows: true, rebuilds: false },
    { fresh: undefined, flows: false, rebuilds: true },
  ])("a partner who joins with fresh=$fresh while sound flows=$flows: rebuild=$rebuilds", (each) => {
    const [, actions] = decide(connectedTo("7"), { type: "peer_joined", ...each }, CONNECTED);
    expect(actions).toEqual(each.rebuilds ? [{ do: "rebuild" }] : []);
  });

  test("the impolite side ignores a colliding offer and its candidates, the polite one takes it", () => {
    const offer = { type: "offer", sdp: sdp("7") } as const;
    const [ignoring, nothing] = decide(connectedTo("7"), offer, OFFERED);
    expect(nothing).toEqual([]);
    expect(decide(ignoring, { type: "candidate", candidate: null }, OFFERED)[1]).toEqual([]);
    const [, taken] = decide(connectedTo("7", true), offer, OFFERED);
    expect(taken).toEqual([{ do: "accept_offer", sdp: offer.sdp }]);
  });

  test("an offer of another connection of the partner needs a new one here", () => {
    const [after, actions] = decide(connectedTo("7"), { type: "offer", sdp: sdp("8") }, CONNECTED);
    expect(actions.map((each) => each.do)).toEqual(["rebuild", "accept_offer"]);
    expect(after.remotePeer).toBe("8");
  });

  test("an answer to an offer that is gone is ignored", () => {
    const late = { type: "answer", sdp: sdp("7", 1, "1:1") } as const;
    expect(decide(NEW_NEGOTIATION, late, OFFERED)[1]).toEqual([]);
    const right = { type: "answer", sdp: sdp("7", 1, "1:2") } as const;
    expect(decide(NEW_NEGOTIATION, right, OFFERED)[1]).toEqual([{ do: "accept_answer", sdp: right.sdp }]);
    expect(decide(NEW_NEGOTIATION, right, CONNECTED)[1]).toEqual([]);
  });

  test("an answer without the mark comes from another program and counts", () => {
    const plain = { type: "answer", sdp: sdp("7") } as const;
    expect(decide(NEW_NEGOTIATION, plain, OFFERED)[1]).toEqual([{ do: "accept_answer", sdp: plain.sdp }]);
  });

  test("a reloaded page that answers a restart gets a new offer", () => {
    const [, actions] = decide(connectedTo("7"), { type: "answer", sdp: sdp("8", 1, "1:2") }, OFFERED);
    expect(actions).toEqual([{ do: "rebuild" }, { do: "offer", iceRestart: false }]);
  });
});

describe("two sides, with frames in any interleaving", () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);

  test.each([
    ["meet", []],
    ["restart at once", ["restart a", "restart b"]],
    ["rebuild at once", ["rebuild a", "rebuild b"]],
    ["one reloads", ["reload a"]],
    ["the other reloads", ["reload b"]],
    ["both reload", ["reload a", "reload b"]],
    ["one reloads while the other restarts", ["restart b", "reload a"]],
    ["one reloads while the other rebuilds", ["rebuild a", "reload b"]],
    ["a reload that the server does not call fresh", ["unseen b", "restart a"]],
    ["the same of the side that offers", ["unseen a", "restart b"]],
    ["reloads twice", ["reload a", "reload a"]],
    ["anything", ["reload b", "restart a", "rebuild b", "reload a", "rebuild a"]],
  ])("%s: both end connected to each other", (_, disturbances) => {
    for (const seed of seeds) {
      const { a, b, isQuiet } = meet(seed, disturbances);
      expect({ seed, isQuiet, a: a.signaling, b: b.signaling }).toEqual({
        seed,
        isQuiet: true,
        a: "stable",
        b: "stable",
      });
      expect({ seed, a: a.remote, b: b.remote }).toEqual({ seed, a: b.id, b: a.id });
    }
  });
});
