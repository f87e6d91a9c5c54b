import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { afterClose } from "../src/socket/after_close";
import { delayOf } from "../src/socket/backoff";
import { startHeartbeat } from "../src/socket/heartbeat";

describe("close codes", () => {
  test.each([
    [1006, "retry"],
    [1011, "retry"],
    [1012, "retry"],
    [4500, "retry"],
    [4999, "retry"],
    [4401, "check_session"],
    [4429, "pause"],
    [1009, "stop"],
    [4400, "stop"],
    [4403, "stop"],
    [4404, "stop"],
    [4409, "stop"],
    [4410, "stop"],
  ])("%i: %s", (code, kind) => {
    expect(afterClose(code).kind).toBe(kind);
  });
});

test("delays double up to 15 seconds, less up to a half by chance", () => {
  expect([0, 1, 2, 9].map((attempt) => delayOf(attempt, 0))).toEqual([500, 1000, 2000, 15_000]);
  expect(delayOf(9, 0.999)).toBeGreaterThan(7_500);
  expect(delayOf(0, 0.999)).toBeLessThan(255);
});

describe("heartbeat", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("pings after 15 quiet seconds and is dead ten seconds after a ping without an answer", () => {
    const [ping, dead] = [vi.fn(), vi.fn()];
    startHeartbeat(ping, dead);
    vi.advanceTimersByTime(15_000);
    expect(ping).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(9_999);
    expect(dead).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(dead).toHaveBeenCalledOnce();
  });

  test("any frame is an answer", () => {
    const [ping, dead] = [vi.fn(), vi.fn()];
    const heartbeat = startHeartbeat(ping, dead);
    vi.advanceTimersByTime(24_000);
    heartbeat.heard();
    vi.advanceTimersByTime(14_000);
    expect(dead).not.toHaveBeenCalled();
    heartbeat.beat();
    heartbeat.beat();
    expect(ping).toHaveBeenCalledTimes(2);
    heartbeat.stop();
    vi.advanceTimersByTime(60_000);
    expect(dead).not.toHaveBeenCalled();
  });
});
