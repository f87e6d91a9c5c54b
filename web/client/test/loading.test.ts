import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loaded } from "../src/loaded";
import { createMicrophone } from "../src/microphone/microphone";

const LOST = () => loaded(Promise.reject(new TypeError("Failed to fetch dynamically imported module")));

const answers = (answer: Promise<Response>) => vi.stubGlobal("fetch", () => answer);

beforeEach(() => {
  answers(Promise.resolve(new Response()));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test("code is out of date where the server answers; else the network is the reason", async () => {
  await expect(LOST()).rejects.toMatchObject({ name: "MaruError", code: "out_of_date" });
  answers(Promise.reject(new TypeError("Failed to fetch")));
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
