import { expect, test } from "vitest";
import { clock, duration } from "../src/i18n/format";

test.each([
  [0, "00:00"],
  [271.9, "04:31"],
  [3871, "1:04:31"],
  [-3, "00:00"],
])("%d seconds are %s on the clock", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("durations are words, and only those that count", () => {
  expect(duration("ko", 72)).toBe("1분 12초");
  expect(duration("en", 72)).toBe("1 min 12 sec");
  expect(duration("en", 0)).toBe("0 sec");
  expect(duration("ko", 120)).toBe("2분");
  expect(duration("ko", 3600)).toBe("1시간");
});
