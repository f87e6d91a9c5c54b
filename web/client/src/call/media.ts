import type { VoiceClient } from "../generated/frames.js";
import type { WritableStore } from "../store.js";
import { type Action, decide, NEW_NEGOTIATION, type NegotiationEvent } from "./negotiation.js";
import { createPeer, type Peer } from "./peer.js";
import { readStats } from "./stats.js";
import type { CallSnapshot } from "./types.js";
import { flows, isTroubled, postponed, startHealth, watch } from "./watchdog.js";

/** Signals that wait for the socket; more are of a connection that the watchdog has given up by then. */
const MAX_WAITING = 100;
/** A page that is loaded again sends nothing for longer than this. */
const SAME_PAGE_MS = 600;

export interface MediaContext {
  track: MediaStreamTrack;
  servers: RTCIceServer[];
  /** Fresh ones: TURN credentials end after a while. */
  iceServers: () => Promise<RTCIceServer[]>;
  store: WritableStore<CallSnapshot>;
  /** False when the socket is not open. */
  send: (frame: VoiceClient) => boolean;
}

export interface Media {
  handle(event: NegotiationEvent): void;
  /** Reads the statistics: levels, and whether a repair is due. */
  poll(partnerPresent: boolean): Promise<void>;
  flows(): boolean;
  /** The same, within the moment that a reload takes. */
  flowsNow(): boolean;
  everConnected(): boolean;
  networkChanged(): void;
  /** The socket is open again. */
  flush(): void;
  mute(muted: boolean): void;
  setTrack(track: MediaStreamTrack): Promise<void>;
  close(): void;
}

/** Executes what `decide` and `watch` say, one event after the other. */
export function createMedia({ track: first, servers, iceServers, store, send }: MediaContext): Media {
  let track = first;
  let ice = servers;
  let negotiation = NEW_NEGOTIATION;
  let health = startHealth(Date.now());
  let waiting: VoiceClient[] = [];
  let isClosed = false;
  let queue: Promise<void> = Promise.resolve();
  let peer = build();
  adopt(track);

  function build(): Peer {
    return createPeer(ice, track, {
      signal,
      stream: (remoteStream) => {
        store.update({ remoteStream });
      },
      partnerMuted: (partnerMuted) => {
        store.update({ partnerMuted });
      },
    });
  }

  function signal(frame: VoiceClient): void {
    if (waiting.length === 0 && send(frame)) return;
    if (waiting.length < MAX_WAITING) waiting.push(frame);
  }

  function adopt(next: MediaStreamTrack): void {
    track = next;
    const { muted } = store.getSnapshot();
    track.enabled = !muted;
    const lost = (microphoneLost: boolean) => () => {
      if (track === next && !isClosed) store.update({ microphoneLost });
    };
    track.onended = track.onmute = lost(true);
    track.onunmute = lost(false);
    peer.sendMuted(muted);
    store.update({ microphone: track.getSettings().deviceId, microphoneLost: track.muted, error: undefined });
  }

  function handle(event: NegotiationEvent): void {
    queue = queue.then(() => execute(event)).catch(() => undefined); // what fails, the watchdog repairs
  }

  async function execute(event: NegotiationEvent): Promise<void> {
    if (isClosed) return;
    if (event.type === "role") health = postponed(health, Date.now());
    const [next, actions] = decide(negotiation, event, peer.facts());
    negotiation = next;
    for (const action of actions) await perform(action);
  }

  async function perform(action: Action): Promise<void> {
    switch (action.do) {
      case "rebuild":
        rebuild();
        break;
      case "offer":
        await peer.offer(action.iceRestart ? await freshServers() : undefined);
        break;
      case "resend_offer":
        peer.resendOffer();
        break;
      case "accept_offer":
        health = postponed(health, Date.now());
        await peer.acceptOffer(action.sdp);
        break;
      case "accept_answer":
        await peer.acceptAnswer(action.sdp);
        break;
      case "add_candidate":
        await peer.addCandidate(action.candidate);
    }
  }

  function rebuild(): void {
    peer.close();
    waiting = [];
    health = postponed(health, Date.now());
    peer = build();
    peer.sendMuted(store.getSnapshot().muted);
    store.update({ partnerMuted: undefined });
  }

  async function freshServers(): Promise<RTCIceServer[]> {
    ice = await iceServers().catch(() => ice);
    return ice;
  }

  async function poll(partnerPresent: boolean): Promise<void> {
    const asked = peer;
    const reading = await readStats(asked.connection);
    if (isClosed || asked !== peer) return;
    const now = Date.now();
    const { packets, responses, mine, partner } = reading;
    const { polite } = negotiation;
    const broken = ["failed", "closed"].includes(asked.connection.connectionState);
    const [next, step] = watch(health, { now, packets, responses, partnerPresent, broken, polite });
    health = next;
    const { muted, levels } = store.getSnapshot();
    const measured = { mine: muted ? 0 : mine, partner };
    const isSame = levels.mine === measured.mine && levels.partner === measured.partner;
    store.update({
      levels: isSame ? levels : measured,
      troubled: partnerPresent && isTroubled(health, now),
    });
    if (step) handle({ type: "repair", step });
  }

  return {
    handle,
    poll,
    flows: () => flows(health, Date.now()),
    flowsNow: () => flows(health, Date.now(), SAME_PAGE_MS),
    everConnected: () => health.everConnected,
    networkChanged: () => {
      if (health.everConnected) handle({ type: "repair", step: "restart" });
    },
    flush: () => {
      const frames = waiting;
      waiting = [];
      frames.forEach(signal);
    },
    mute: (muted) => {
      track.enabled = !muted;
      peer.sendMuted(muted);
    },
    setTrack: async (next) => {
      const previous = track;
      await peer.setTrack(next);
      adopt(next);
      previous.stop();
    },
    close: () => {
      isClosed = true;
      peer.close();
      track.stop();
    },
  };
}
