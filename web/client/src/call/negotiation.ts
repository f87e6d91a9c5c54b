import { answeredBy, peerOf } from "./sdp.js";

/**
 * Perfect negotiation without a browser: what to do on which event.
 *
 * Source: WebRTC 1.0, 10.7. Two things are added. A description of another RTCPeerConnection of the partner (a
 * page that was loaded again, or a rebuilt connection) needs a new one here, too; and a socket that comes back
 * is no new call, so the connection is kept while the partner's page is the same.
 */
export interface Negotiation {
  /** Who offers first. Undefined until the server says so. */
  role?: "offer" | "answer" | undefined;
  /** Gives way when both offer at once. */
  polite: boolean;
  /** The partner's RTCPeerConnection that ours is connected to. */
  remotePeer?: string | undefined;
  /** An offer of the partner is ignored, so its candidates are, too. */
  ignoring: boolean;
}

export const NEW_NEGOTIATION: Negotiation = { polite: false, ignoring: false };

/** Our RTCPeerConnection, as it is when the event comes. */
export interface PeerFacts {
  signaling: "stable" | "have-local-offer" | "other";
  /** It has no description yet. */
  isNew: boolean;
  /** `originOf` its own description. */
  localOrigin?: string | undefined;
}

export type NegotiationEvent =
  | { type: "role"; role: "offer" | "answer"; polite: boolean }
  /** @param flows sound of the partner came within the last moments. */
  | { type: "peer_joined"; fresh?: boolean | undefined; flows: boolean }
  | { type: "offer"; sdp: string }
  | { type: "answer"; sdp: string }
  | { type: "candidate"; candidate: RTCIceCandidateInit | null }
  | { type: "repair"; step: "restart" | "rebuild" };

export type Action =
  /** Close the connection and make another. */
  | { do: "rebuild" }
  | { do: "offer"; iceRestart: boolean }
  /** Send the open offer again: the first may be lost. */
  | { do: "resend_offer" }
  | { do: "accept_offer"; sdp: string }
  | { do: "accept_answer"; sdp: string }
  | { do: "add_candidate"; candidate: RTCIceCandidateInit | null };

export type Decision = [Negotiation, Action[]];

export function decide(now: Negotiation, event: NegotiationEvent, peer: PeerFacts): Decision {
  switch (event.type) {
    case "role":
      return onRole({ ...now, role: event.role, polite: event.polite }, peer);
    case "peer_joined":
      return onPeerJoined(now, event, peer);
    case "offer":
      return onOffer(now, event.sdp, peer);
    case "answer":
      return onAnswer(now, event.sdp, peer);
    case "candidate":
      return [now, now.ignoring ? [] : [{ do: "add_candidate", candidate: event.candidate }]];
    case "repair":
      return onRepair(now, event.step);
  }
}

function onRole(now: Negotiation, peer: PeerFacts): Decision {
  if (peer.signaling === "have-local-offer") return [now, [{ do: "resend_offer" }]];
  if (peer.isNew && now.role === "offer") return [now, [{ do: "offer", iceRestart: false }]];
  return [now, []];
}

/** Servers before 2027 do not say `fresh`. A page that was loaded again has sent nothing for a while. */
function onPeerJoined(
  now: Negotiation,
  { fresh, flows }: { fresh?: boolean | undefined; flows: boolean },
  peer: PeerFacts,
): Decision {
  const isSamePage = fresh === undefined ? flows : !fresh;
  return isSamePage || peer.isNew ? [now, []] : rebuilt(now, []);
}

function onOffer(now: Negotiation, sdp: string, peer: PeerFacts): Decision {
  const collides = peer.signaling === "have-local-offer";
  if (collides && !now.polite) return [{ ...now, ignoring: true }, []];
  const accept: Action = { do: "accept_offer", sdp };
  const from = peerOf(sdp);
  const [next, actions] = isOther(now, from) ? rebuilt(now, [accept]) : ([now, [accept]] as Decision);
  return [{ ...next, remotePeer: from, ignoring: false }, actions];
}

function onAnswer(now: Negotiation, sdp: string, peer: PeerFacts): Decision {
  if (peer.signaling !== "have-local-offer") return [now, []];
  const answered = answeredBy(sdp);
  if (answered !== undefined && answered !== peer.localOrigin) return [now, []]; // to an offer that is gone
  const from = peerOf(sdp);
  // A page that was loaded again has answered a restart of the old connection.
  if (isOther(now, from)) return rebuilt(now, [{ do: "offer", iceRestart: false }]);
  return [{ ...now, remotePeer: from, ignoring: false }, [{ do: "accept_answer", sdp }]];
}

function onRepair(now: Negotiation, step: "restart" | "rebuild"): Decision {
  if (now.role === undefined) return [now, []];
  if (step === "rebuild") return rebuilt(now, [{ do: "offer", iceRestart: false }]);
  return [now, [{ do: "offer", iceRestart: true }]];
}

function rebuilt(now: Negotiation, then: Action[]): Decision {
  return [{ ...now, remotePeer: undefined, ignoring: false }, [{ do: "rebuild" }, ...then]];
}

function isOther(now: Negotiation, peer: string | undefined): boolean {
  return now.remotePeer !== undefined && now.remotePeer !== peer;
}
