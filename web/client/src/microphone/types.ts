import type { MaruError } from "../problem/error.js";
import type { Store } from "../store.js";

export interface MicrophoneSnapshot {
  /** `open`: it listens, for this page alone; nothing is sent. */
  status: "closed" | "asking" | "open" | "failed";
  /** Whether the browser will ask. Absent where browsers do not say. */
  permission?: PermissionState | undefined;
  /** Loudness from 0 to 1, ten times per second, while `open`. */
  level: number;
  /** The deviceId in use, while `open`. */
  device?: string | undefined;
  /** While `failed`: `microphone_…`, or `out_of_date` and `network` when the code for it cannot be loaded. */
  error?: MaruError | undefined;
}

/** Tries the microphone before a call. */
export interface Microphone extends Store<MicrophoneSnapshot> {
  /** Asks for it and listens. Failures are in `error`; returns whether it is open. */
  open(deviceId?: string): Promise<boolean>;
  close(): void;
}
