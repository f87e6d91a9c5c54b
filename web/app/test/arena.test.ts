import { describe, expect, test } from "vitest";
import { keyOf } from "../src/pages/arena/use_arena_keys";
import { scaleOf, shareOf } from "../src/pages/ranks/interval";

const press = { repeat: false, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null };

describe("keys of the arena", () => {
  test("arrows choose and S skips, in any layout of the keyboard", () => {
    expect(keyOf({ ...press, code: "ArrowLeft" })).toBe("left");
    expect(keyOf({ ...press, code: "ArrowRight" })).toBe("right");
    expect(keyOf({ ...press, code: "KeyS" })).toBe("skip");
    expect(keyOf({ ...press, code: "KeyA" })).toBeUndefined();
  });
  test("a key that is held, or pressed with another, or in a field, is not for the arena", () => {
    expect(keyOf({ ...press, code: "ArrowLeft", repeat: true })).toBeUndefined();
    expect(keyOf({ ...press, code: "KeyS", ctrlKey: true })).toBeUndefined();
    const field = { closest: (selector: string) => (selector.includes("input") ? {} : null) };
    expect(keyOf({ ...press, code: "ArrowLeft", target: field })).toBeUndefined();
  });
});

describe("the scale of a ranking", () => {
  const scale = scaleOf([
    { rating: 1000, low: 900, high: 1100 },
    { rating: 1200, low: 1150, high: 1250 },
  ]);
  test("holds every interval, with a margin", () => {
    expect(shareOf(scale, 900)).toBeGreaterThan(0);
    expect(shareOf(scale, 1250)).toBeLessThan(100);
    expect(shareOf(scale, 1075)).toBeCloseTo(50);
  });
  test("has a width even for one sure rating", () => {
    const [low, high] = scaleOf([{ rating: 1000, low: 1000, high: 1000 }]);
    expect(high).toBeGreaterThan(low);
  });
});
