import type { VoiceServer } from "../generated/frames.js";

type Said<T extends VoiceServer["type"]> = Extract<VoiceServer, { type: T }>;

/** With what later servers add. */
export type PeerJoinedFrame = Said<"peer_joined"> & { fresh?: boolean };
export type VoiceFrame =
  | Exclude<VoiceServer, { type: "peer_joined" | "match_cancelled" }>
  | PeerJoinedFrame
  | CallOverFrame;

export interface CallOverFrame {
  type: "match_cancelled";
  reason: "partner_left" | "room_closed";
}
