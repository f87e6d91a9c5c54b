import type { SocketAddress } from "../socket/address.js";
import type { StopReason } from "../socket/after_close.js";
import { type Connection, type ConnectionState, createConnection } from "../socket/connection.js";
import { onNetworkChange, onWakeUp } from "../socket/wakeups.js";
import type { WritableStore } from "../store.js";
import { voiceUrl } from "./farewell.js";
import type { VoiceFrame } from "./frames.js";
import { createMedia, type Media } from "./media.js";
import { openMicrophone } from "./microphone.js";
import type { NegotiationEvent } from "./negotiation.js";
import { phaseOf } from "./phase.js";
import type { CallEndedBecause, CallSnapshot } from "./types.js";

const POLL_MS = 250;
const FAREWELL_MS = 10_000;

export interface EngineContext {
  room: string;
  address: SocketAddress;
  iceServers: () => Promise<RTCIceServer[]>;
  store: WritableStore<CallSnapshot>;
  /** The server has taken note of the end, as far as it can be reached. */
  left: () => void;
}

export interface Engine {
  start(deviceId: string | undefined): Promise<void>;
  mute(muted: boolean): void;
  setMicrophone(deviceId: string | undefined): Promise<void>;
  hangUp(): void;
  /** Ends everything here and says nothing to the server. */
  detach(): void;
}

/** The socket of the room, the microphone and the connection to the partner, while one call lasts. */
export function createEngine({ room, address, iceServers, store, left }: EngineContext): Engine {
  const instance = newName();
  /** Frames that came before the microphone was given. */
  const early: NegotiationEvent[] = [];
  let media: Media | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let partnerPresent = false;
  let partnerCame = false;
  let isOver = false;
  let hasHungUp = false;
  let starting: Promise<void> | undefined;

  const connection: Connection = createConnection({
    url: voiceUrl(address, room),
    ping: { type: "ping" },
    ticket: () => address.ticket("voice", instance),
    hasSession: () => address.hasSession(),
    receive: (frame) => {
      receive(frame as VoiceFrame);
    },
    changed,
  });
  const stopListening = [
    onWakeUp(() => {
      connection.nudge();
    }),
    onNetworkChange(() => {
      media?.networkChanged();
    }),
  ];

  function changed(state: ConnectionState): void {
    if (state.kind === "open" && hasHungUp) connection.send({ type: "bye" });
    else if (state.kind === "open") media?.flush();
    else if (state.kind === "closed") {
      if (state.because !== "closed") end(endOf(state.because));
      left();
    }
  }

  function receive(frame: VoiceFrame): void {
    switch (frame.type) {
      case "role_assignment":
        setPartner(true);
        handle({ type: "role", role: frame.role, polite: frame.polite });
        break;
      case "peer_joined":
        setPartner(true);
        handle({ type: "peer_joined", fresh: frame.fresh, flows: media?.flowsNow() ?? false });
        break;
      case "peer_left":
        setPartner(false, Date.now() + frame.grace_seconds * 1000);
        break;
      case "offer":
        handle({ type: "offer", sdp: frame.offer.sdp });
        break;
      case "answer":
        handle({ type: "answer", sdp: frame.answer.sdp });
        break;
      case "ice-candidate":
        handle({ type: "candidate", candidate: frame.candidate as RTCIceCandidateInit | null });
        break;
      case "match_cancelled":
        end(frame.reason);
    }
  }

  function setPartner(isPresent: boolean, graceEndsAt?: number): void {
    partnerPresent = isPresent;
    partnerCame ||= isPresent;
    store.update({ graceEndsAt });
    showPhase();
  }

  function handle(event: NegotiationEvent): void {
    if (media) media.handle(event);
    else early.push(event);
  }

  function showPhase(): void {
    // With the partner's socket gone a short silence is enough: a closed page is told of within a second.
    const flows = (partnerPresent ? media?.flows() : media?.flowsNow()) ?? false;
    const everConnected = media?.everConnected() ?? false;
    const phase = phaseOf({
      isOver,
      hasMicrophone: media !== undefined,
      flows,
      everConnected,
      partnerPresent,
      partnerCame,
    });
    const { connectedAt } = store.getSnapshot();
    store.update({ phase, connectedAt: connectedAt ?? (phase === "connected" ? Date.now() : undefined) });
  }

  async function prepare(deviceId: string | undefined): Promise<void> {
    connection.open(); // the seat is taken while the user answers the browser's question
    const track = await openMicrophone(deviceId);
    const servers = await iceServers().catch(() => []);
    if (isOver) {
      track.stop();
      return;
    }
    media = createMedia({ track, servers, iceServers, store, send: (frame) => connection.send(frame) });
    for (const event of early.splice(0)) media.handle(event);
    const { poll } = media;
    timer = setInterval(() => void poll(partnerPresent).then(showPhase), POLL_MS);
    showPhase();
  }

  function release(): void {
    isOver = true;
    clearInterval(timer);
    for (const stop of stopListening) stop();
    media?.close();
  }

  function end(because: CallEndedBecause): void {
    if (isOver) return;
    release();
    if (because !== "you_hung_up") connection.close();
    store.update({
      phase: "over",
      endedBecause: because,
      graceEndsAt: undefined,
      levels: { mine: 0, partner: 0 },
      remoteStream: undefined,
    });
  }

  function start(deviceId: string | undefined): Promise<void> {
    starting ??= prepare(deviceId).catch((failure: unknown) => {
      starting = undefined; // the user may allow the microphone and try again
      throw failure;
    });
    return starting;
  }

  return {
    start,
    mute: (muted) => media?.mute(muted),
    setMicrophone: async (deviceId) => {
      if (!media) return start(deviceId); // the first one failed
      const track = await openMicrophone(deviceId);
      if (!isOver) await media.setTrack(track);
      else track.stop();
    },
    hangUp: () => {
      if (isOver) return;
      hasHungUp = true;
      end("you_hung_up");
      // The server closes the socket. Without one just now, the next one says it; or the grace ends the call.
      connection.send({ type: "bye" });
      setTimeout(() => {
        connection.close();
      }, FAREWELL_MS);
    },
    detach: () => {
      release();
      connection.close();
    },
  };
}

/** 128 random bits. `crypto.randomUUID` is absent on plain http, where a call fails with a better reason. */
function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (each) => each.toString(36)).join("-");
}

function endOf(because: StopReason): CallEndedBecause {
  if (because === "forbidden") return "room_gone";
  return because === "room_over" ? "room_closed" : because;
}
