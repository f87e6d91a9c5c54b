import { MaruError } from "../problem/error.js";

/** The names of getUserMedia's exceptions (Media Capture and Streams, 10.2), and those of older browsers. */
const CODES: Record<string, [string, string]> = {
  NotAllowedError: ["microphone_denied", "The microphone is not allowed on this page."],
  PermissionDeniedError: ["microphone_denied", "The microphone is not allowed on this page."],
  SecurityError: ["microphone_denied", "The microphone is not allowed on this page."],
  NotFoundError: ["microphone_not_found", "No microphone was found."],
  DevicesNotFoundError: ["microphone_not_found", "No microphone was found."],
  OverconstrainedError: ["microphone_not_found", "The chosen microphone was not found."],
  NotReadableError: ["microphone_in_use", "Another program holds the microphone."],
  TrackStartError: ["microphone_in_use", "Another program holds the microphone."],
  AbortError: ["microphone_failed", "The microphone failed."],
};

/** @param cause not always an Error: OverconstrainedError is none in older browsers. */
export function microphoneError(cause: unknown): MaruError {
  const { name = "" } = (cause ?? {}) as { name?: string };
  const [code, message] = CODES[name] ?? ["microphone_failed", "The microphone failed."];
  return new MaruError(code, message, { cause });
}

/**
 * The chosen microphone, or the browser's own choice when that one is gone: the track's settings say which.
 * Throws MaruError `microphone_…`.
 */
export async function openMicrophone(deviceId: string | undefined): Promise<MediaStreamTrack> {
  if (!("mediaDevices" in navigator)) {
    throw new MaruError("microphone_insecure_page", "Browsers give the microphone to https pages only.");
  }
  try {
    return await ask(deviceId);
  } catch (cause) {
    const error = microphoneError(cause);
    if (deviceId === undefined || error.code !== "microphone_not_found") throw error;
  }
  return ask(undefined).catch((cause: unknown) => {
    throw microphoneError(cause);
  });
}

async function ask(deviceId: string | undefined): Promise<MediaStreamTrack> {
  const audio: MediaTrackConstraints = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId !== undefined && { deviceId: { exact: deviceId } }),
  };
  const [track] = (await navigator.mediaDevices.getUserMedia({ audio })).getAudioTracks();
  if (!track) throw new Error("The stream has no track.");
  return track;
}
