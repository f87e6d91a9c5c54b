import { afterEach, expect, test, vi } from "vitest";
import { createMaru } from "../src";
import { loudnessOf } from "../src/call/listening";
import { openMicrophone } from "../src/call/microphone";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A browser whose microphone fails with that exception. */
function browserThatThrows(name: string): void {
  const getUserMedia = () => Promise.reject(new DOMException("", name));
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
}

test("a refused microphone is a state of the try, and closing it forgets the refusal", async () => {
  browserThatThrows("NotAllowedError");
  const microphone = createMaru({ baseUrl: "http://localhost:1" }).microphone();
  expect(microphone.getSnapshot().status).toBe("closed");
  expect(await microphone.open()).toBe(false);
  expect(microphone.getSnapshot()).toMatchObject({ status: "failed", error: { code: "microphone_denied" } });
  microphone.close();
  expect(microphone.getSnapshot()).toMatchObject({ status: "closed", error: undefined });
});

test("a page that gets no microphone says so", async () => {
  vi.stubGlobal("navigator", {});
  const microphone = createMaru({ baseUrl: "http://localhost:1" }).microphone();
  expect(await microphone.open()).toBe(false);
  expect(microphone.getSnapshot().error?.code).toBe("microphone_insecure_page");
});

/** A browser with one microphone, "built-in", which it gives when no other is asked for by its id. */
function browserWithOneMicrophone(refusal = new DOMException("", "OverconstrainedError")) {
  const asked: (string | undefined)[] = [];
  const getUserMedia = ({ audio }: { audio: { deviceId?: { exact: string } } }) => {
    const id = audio.deviceId?.exact;
    asked.push(id);
    const isThere = id === undefined || id === "built-in";
    return isThere
      ? Promise.resolve({ getAudioTracks: () => [{ getSettings: () => ({ deviceId: "built-in" }) }] })
      : Promise.reject(refusal);
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  return asked;
}

test.each(["OverconstrainedError", "NotFoundError"])(
  "a chosen microphone that is gone (%s) makes way for the browser's own choice",
  async (name) => {
    const asked = browserWithOneMicrophone(new DOMException("", name));
    const track = await openMicrophone("headset of yesterday");
    expect(track.getSettings().deviceId).toBe("built-in");
    expect(asked).toEqual(["headset of yesterday", undefined]);
  },
);

test("a chosen microphone that is in use is not replaced by another one", async () => {
  const asked = browserWithOneMicrophone(new DOMException("", "NotReadableError"));
  await expect(openMicrophone("headset")).rejects.toMatchObject({ code: "microphone_in_use" });
  expect(asked).toEqual(["headset"]);
});

test("what the browser says of the permission is followed", async () => {
  const status = { state: "prompt", onchange: () => undefined };
  vi.stubGlobal("navigator", { permissions: { query: () => Promise.resolve(status) } });
  const microphone = createMaru({ baseUrl: "http://localhost:1" }).microphone();
  await vi.waitFor(() => expect(microphone.getSnapshot().permission).toBe("prompt"));
  status.state = "denied";
  status.onchange();
  expect(microphone.getSnapshot().permission).toBe("denied");
});

test("loudness goes from 0 for silence to 1 for shouting", () => {
  const tone = (amplitude: number) =>
    Float32Array.from({ length: 480 }, (_, k) => amplitude * Math.sin(k / 5));
  expect(loudnessOf(new Float32Array(480))).toBe(0);
  expect(loudnessOf(tone(0.05))).toBeGreaterThan(0.3);
  expect(loudnessOf(tone(1))).toBe(1);
});
