import type { Store } from "maru-client";
import { readKept, writeKept } from "../state/kept.js";

const SPEAKER = "maru.speaker";

export interface Hearing extends Store<boolean> {
  /** Plays it; undefined: silence. The snapshot is true while the browser wants a tap first. */
  play(stream: MediaStream | undefined): void;
  /** From a click. */
  tap(): void;
  /** Where the browser lets a page choose. "" is the system's own choice. It is kept for the next page. */
  setSpeaker(deviceId: string): void;
  speaker(): string;
}

/** The partner's voice: one element for the life of the page, so that it goes on when pages change. */
export function createHearing(): Hearing {
  const listeners = new Set<() => void>();
  const audio = document.createElement("audio");
  let wantsTap = false;
  let speaker = readKept(SPEAKER) ?? "";
  document.body.append(audio);

  function show(next: boolean): void {
    if (wantsTap === next) return;
    wantsTap = next;
    for (const listener of [...listeners]) listener();
  }

  function start(): void {
    audio.play().then(
      () => show(false),
      (failure: unknown) => {
        if (failure instanceof DOMException && failure.name === "NotAllowedError") show(true);
      },
    );
  }

  function applySpeaker(): void {
    void audio.setSinkId?.(speaker).catch(() => undefined); // unplugged meanwhile: it stays where it was
  }

  return {
    getSnapshot: () => wantsTap,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    play: (stream) => {
      if (audio.srcObject === (stream ?? null)) return;
      audio.srcObject = stream ?? null;
      if (!stream) return show(false);
      if (speaker) applySpeaker(); // not earlier: browsers refuse it before the microphone is allowed
      start();
    },
    tap: start,
    setSpeaker: (deviceId) => {
      speaker = deviceId;
      writeKept(SPEAKER, deviceId);
      applySpeaker();
    },
    speaker: () => speaker,
  };
}
