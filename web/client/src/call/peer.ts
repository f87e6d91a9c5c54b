import type { VoiceClient } from "../generated/frames.js";
import type { PeerFacts } from "./negotiation.js";
import { originOf, withAnswered } from "./sdp.js";

export interface PeerEvents {
  signal: (frame: VoiceClient) => void;
  stream: (stream: MediaStream) => void;
  partnerMuted: (muted: boolean) => void;
}

/** One RTCPeerConnection with one voice each way, and what the partner's microphone says of itself. */
export interface Peer {
  readonly connection: RTCPeerConnection;
  facts(): PeerFacts;
  offer(iceServers: RTCIceServer[] | undefined): Promise<void>;
  resendOffer(): void;
  acceptOffer(sdp: string): Promise<void>;
  acceptAnswer(sdp: string): Promise<void>;
  addCandidate(candidate: RTCIceCandidateInit | null): Promise<void>;
  setTrack(track: MediaStreamTrack): Promise<void>;
  sendMuted(muted: boolean): void;
  close(): void;
}

export function createPeer(iceServers: RTCIceServer[], track: MediaStreamTrack, events: PeerEvents): Peer {
  const connection = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
  const sender = connection.addTrack(track, new MediaStream([track]));
  // The same id on both sides: no event is needed to open it. Other programs reject it, which harms nothing.
  const channel = connection.createDataChannel("maru", { negotiated: true, id: 0 });
  let muted = false;

  const sendMuted = (value: boolean): void => {
    muted = value;
    if (channel.readyState === "open") channel.send(JSON.stringify({ muted }));
  };
  channel.onopen = () => {
    sendMuted(muted);
  };
  channel.onmessage = ({ data }: MessageEvent<string>) => {
    events.partnerMuted((JSON.parse(data) as { muted?: unknown }).muted === true);
  };
  connection.ontrack = ({ track: theirs }) => {
    events.stream(new MediaStream([theirs]));
  };
  connection.onicecandidate = ({ candidate }) => {
    events.signal({
      type: "ice-candidate",
      candidate: candidate ? (candidate.toJSON() as { candidate: string }) : null,
    });
  };

  const sendLocal = (): void => {
    const description = connection.localDescription;
    if (description?.type === "offer") {
      events.signal({ type: "offer", offer: { type: "offer", sdp: description.sdp } });
    } else if (description?.type === "answer") {
      const sdp = withAnswered(description.sdp, connection.remoteDescription?.sdp ?? "");
      events.signal({ type: "answer", answer: { type: "answer", sdp } });
    }
  };

  return {
    connection,
    facts: () => factsOf(connection),
    offer: async (fresh) => {
      if (fresh) {
        connection.setConfiguration({ ...connection.getConfiguration(), iceServers: fresh });
        connection.restartIce();
      }
      await connection.setLocalDescription(await connection.createOffer());
      sendLocal();
    },
    resendOffer: sendLocal,
    acceptOffer: async (sdp) => {
      await connection.setRemoteDescription({ type: "offer", sdp });
      await connection.setLocalDescription();
      sendLocal();
    },
    acceptAnswer: (sdp) => connection.setRemoteDescription({ type: "answer", sdp }),
    // A candidate of a description that is gone is refused; that is no failure.
    addCandidate: (candidate) => connection.addIceCandidate(candidate ?? undefined).catch(() => undefined),
    setTrack: (next) => sender.replaceTrack(next),
    sendMuted,
    close: () => {
      connection.onicecandidate = connection.ontrack = channel.onmessage = null;
      connection.close();
    },
  };
}

function factsOf(connection: RTCPeerConnection): PeerFacts {
  const { signalingState, localDescription, remoteDescription } = connection;
  return {
    signaling:
      signalingState === "stable" || signalingState === "have-local-offer" ? signalingState : "other",
    isNew: localDescription === null && remoteDescription === null,
    localOrigin: localDescription ? originOf(localDescription.sdp) : undefined,
  };
}
