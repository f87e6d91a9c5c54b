import type { CallInfo, Milliseconds } from "../match/types.js";
import type { MaruError } from "../problem/error.js";
import type { Store } from "../store.js";

export type CallPhase =
  /** The microphone is asked for. */
  | "preparing"
  /** The partner has not come yet. */
  | "waiting"
  | "connecting"
  | "connected"
  /** No sound comes, and the library repairs the connection. */
  | "reconnecting"
  /** The partner's connection is lost; the call ends at `graceEndsAt`. */
  | "partner_away"
  | "over";

export type CallEndedBecause =
  | "you_hung_up"
  /** The partner hung up, left or did not come back. */
  | "partner_left"
  /** Its time is over. */
  | "room_closed"
  /** There is no such call, or it is not yours. */
  | "room_gone"
  /** Another tab or page of yours has the call. */
  | "taken_over"
  | "signed_out"
  | "refused";

export interface CallSnapshot extends CallInfo {
  phase: CallPhase;
  /** Your microphone is muted. */
  muted: boolean;
  /** The partner's is; undefined until known. */
  partnerMuted?: boolean | undefined;
  /** Loudness of both voices, 0 to 1, four times per second. */
  levels: { mine: number; partner: number };
  /** When the call ends if the partner does not come back. */
  graceEndsAt?: Milliseconds | undefined;
  /** When sound first came. */
  connectedAt?: Milliseconds | undefined;
  /** While `phase` is `over`. */
  endedBecause?: CallEndedBecause | undefined;
  /** The deviceId of the microphone in use. */
  microphone?: string | undefined;
  /** The browser or the system took the microphone away (iOS does on a phone call): call `setMicrophone`. */
  microphoneLost?: boolean | undefined;
  /** Repairs went on for 20 seconds without sound. It still tries. */
  troubled?: boolean | undefined;
  /** Why `start` or `setMicrophone` failed last. */
  error?: MaruError | undefined;
  /** The partner's voice: give it to `audio.srcObject`. Another object after the connection was rebuilt. */
  remoteStream?: MediaStream | undefined;
}

export interface Call extends Store<CallSnapshot> {
  readonly room: string;
  /** The same as in the snapshot. */
  readonly remoteStream: MediaStream | undefined;
  /**
   * Asks for the microphone and enters the room. Call it from a click: browsers play no sound before one.
   * Throws MaruError `microphone_…`, `webrtc_unsupported`, or `out_of_date` when the code of calls is gone from
   * the server; may be called again.
   */
  start(options?: { microphone?: string | undefined }): Promise<void>;
  mute(muted: boolean): void;
  /** Changes the microphone during the call. Throws MaruError `microphone_…`. */
  setMicrophone(deviceId?: string): Promise<void>;
  /** Ends the call for both. */
  hangUp(): void;
  /** Leaves without ending the call, as a closed tab does: the seat is kept for the grace. */
  detach(): void;
}
