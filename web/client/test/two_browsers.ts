import {
  type Action,
  decide,
  NEW_NEGOTIATION,
  type Negotiation,
  type NegotiationEvent,
} from "../src/call/negotiation";
import { originOf, peerOf, withAnswered } from "../src/call/sdp";

/** An RTCPeerConnection as far as descriptions go (WebRTC 1.0, 4.4.1.5): what browsers refuse throws here, too. */
class Peer {
  signaling: "stable" | "have-local-offer" = "stable";
  local = "";
  remote: string | undefined;
  private version = 0;

  constructor(readonly id: string) {}

  describe(): string {
    this.version += 1;
    return `v=0\r\no=- ${this.id} ${this.version} IN IP4 127.0.0.1\r\n`;
  }

  take(sdp: string): void {
    const from = peerOf(sdp);
    if (this.remote !== undefined && this.remote !== from) throw new Error("another DTLS fingerprint");
    this.remote = from;
    this.signaling = "stable";
  }
}

interface Side {
  name: "a" | "b";
  negotiation: Negotiation;
  peer: Peer;
  inbox: NegotiationEvent[];
}

function randomOf(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Two pages and the server between them. Disturbances come at random moments of the exchange. */
export function meet(seed: number, disturbances: string[]): { a: Peer; b: Peer; isQuiet: boolean } {
  const random = randomOf(seed);
  let ids = 0;
  const newPeer = () => new Peer(String(++ids));
  const newSide = (name: "a" | "b"): Side => ({
    name,
    negotiation: NEW_NEGOTIATION,
    peer: newPeer(),
    inbox: [],
  });
  const sides = { a: newSide("a"), b: newSide("b") };
  const other = (side: Side) => (side.name === "a" ? sides.b : sides.a);
  const roles = () => {
    sides.a.inbox.push({ type: "role", role: "offer", polite: false });
    sides.b.inbox.push({ type: "role", role: "answer", polite: true });
  };

  function perform(side: Side, action: Action): void {
    const partner = other(side);
    const { peer } = side;
    switch (action.do) {
      case "rebuild":
        side.peer = newPeer();
        break;
      case "offer":
        peer.local = peer.describe();
        peer.signaling = "have-local-offer";
        partner.inbox.push({ type: "offer", sdp: peer.local });
        break;
      case "resend_offer":
        partner.inbox.push({ type: "offer", sdp: peer.local });
        break;
      case "accept_offer":
        peer.take(action.sdp);
        peer.local = peer.describe();
        partner.inbox.push({ type: "answer", sdp: withAnswered(peer.local, action.sdp) });
        break;
      case "accept_answer":
        peer.take(action.sdp);
    }
  }

  function step(side: Side): void {
    const event = side.inbox.shift();
    if (!event) return;
    const { signaling, local, remote } = side.peer;
    const facts = { signaling, isNew: local === "" && remote === undefined, localOrigin: originOf(local) };
    const [next, actions] = decide(side.negotiation, event, facts);
    side.negotiation = next;
    try {
      for (const action of actions) perform(side, action);
    } catch {
      // As in the browser: the failed action is lost. The end shows whether that mattered.
    }
  }

  function disturb(what: string): void {
    const [kind, name] = what.split(" ") as ["reload" | "unseen" | "restart" | "rebuild", "a" | "b"];
    if (kind === "reload" || kind === "unseen") {
      // The server keeps what waits for a seat that is empty, so some of the old frames reach the new page.
      const kept = sides[name].inbox.filter(({ type }) => type === "offer" || type === "answer");
      sides[name] = { ...newSide(name), inbox: [] };
      // An older server does not say that the page is fresh; the last sound was a moment ago.
      const says = kind === "reload" ? { fresh: true, flows: false } : { flows: true };
      other(sides[name]).inbox.push({ type: "peer_joined", ...says });
      roles();
      sides[name].inbox.push(...kept);
    } else sides[name].inbox.push({ type: "repair", step: kind });
  }

  roles();
  const left = [...disturbances];
  for (let turn = 0; turn < 500; turn += 1) {
    if (left.length > 0 && random() < 0.15) disturb(left.shift() as string);
    const { a, b } = sides;
    if (left.length === 0 && a.inbox.length + b.inbox.length === 0) {
      return { a: a.peer, b: b.peer, isQuiet: true };
    }
    step(random() < 0.5 ? a : b);
  }
  return { a: sides.a.peer, b: sides.b.peer, isQuiet: false };
}
