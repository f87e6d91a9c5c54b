import { afterEach, expect, test, vi } from "vitest";
import { loaded } from "../src/loaded";
import { createMicrophone } from "../src/microphone/microphone";

const LOST = () => loaded(Promise.reject(new TypeError("Failed to fetch dynamically imported module")));

afterEach(() => {
  vi.unstubAllGlobals();
});

test("code that is gone from the server is out of date; without a network that is the reason", async () => {
  await expect(LOST()).rejects.toMatchObject({ name: "MaruError", code: "out_of_date" });
  vi.stubGlobal("navigator", { onLine: false });
  await expect(LOST()).rejects.toMatchObject({ code: "network" });
});

test("a microphone whose code is lost has failed, and says why", async () => {
  const microphone = createMicrophone(LOST);
  expect(await microphone.open()).toBe(false);
  expect(microphone.getSnapshot()).toMatchObject({ status: "failed", error: { code: "out_of_date" } });
});

test("a failure that has no name is a failed microphone, too", async () => {
  const microphone = createMicrophone(() => Promise.reject(new RangeError("a bug")));
  expect(await microphone.open()).toBe(false);
  expect(microphone.getSnapshot()).toMatchObject({ status: "failed", error: { code: "microphone_failed" } });
});
