import { openMicrophone } from "./microphone.js";

const EVERY_MS = 100;
/** Speech close to a microphone has a root mean square of about 0.1; the square root spreads what is quieter. */
const LOUD = 0.25;

export interface Listening {
  device: string | undefined;
  close(): void;
}

/** Opens the microphone and measures how loud it is. Throws MaruError `microphone_…`. */
export async function listen(
  deviceId: string | undefined,
  heard: (level: number) => void,
): Promise<Listening> {
  const track = await openMicrophone(deviceId);
  const context = new AudioContext();
  void context.resume(); // it may have been made before the first click
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    heard(loudnessOf(samples));
  }, EVERY_MS);
  return {
    device: track.getSettings().deviceId,
    close: () => {
      clearInterval(timer);
      track.stop();
      void context.close();
    },
  };
}

/** Samples from -1 to 1 → loudness from 0 to 1. */
export function loudnessOf(samples: Float32Array): number {
  const squares = samples.reduce((sum, sample) => sum + sample * sample, 0);
  const rms = Math.sqrt(squares / (samples.length || 1));
  return Math.min(1, Math.sqrt(rms / LOUD));
}
