import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFreshness } from "../src/match/freshness";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("the numbers are asked for every ten seconds, and only while the user waits", () => {
  const sync = vi.fn();
  const freshness = createFreshness(sync);
  vi.advanceTimersByTime(20_000);
  expect(sync).not.toHaveBeenCalled();
  freshness.follow(true);
  vi.advanceTimersByTime(6_000);
  freshness.follow(true); // another frame of the same wait does not put it off
  vi.advanceTimersByTime(4_000);
  expect(sync).toHaveBeenCalledOnce();
  freshness.follow(false);
  vi.advanceTimersByTime(60_000);
  expect(sync).toHaveBeenCalledOnce();
});
