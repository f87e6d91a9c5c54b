import { describe, expect, test } from "vitest";
import { keyOf } from "../src/pages/arena/use_arena_keys";
import { scaleOf, shareOf } from "../src/pages/ranks/interval";

const HERE = { closest: (selector: string) => (selector === ".arena" ? {} : null) };
const press = { repeat: false, ctrlKey: false, metaKey: false, altKey: false, target: HERE };

describe("keys of the arena", () => {
  test("arrows choose and S skips, also where it writes Korean", () => {
    expect(keyOf({ ...press, key: "ArrowLeft" })).toBe("left");
    expect(keyOf({ ...press, key: "ArrowRight" })).toBe("right");
    expect(["s", "S", "ㄴ"].map((key) => keyOf({ ...press, key }))).toEqual(["skip", "skip", "skip"]);
    expect(keyOf({ ...press, key: "a" })).toBeUndefined();
  });
  test("a key that is held, or pressed with another, or elsewhere on the page, is not for the arena", () => {
    expect(keyOf({ ...press, key: "ArrowLeft", repeat: true })).toBeUndefined();
    expect(keyOf({ ...press, key: "s", ctrlKey: true })).toBeUndefined();
    expect(
      keyOf({ ...press, key: "s", target: { closest: () => null, matches: () => false } }),
    ).toBeUndefined();
  });
  test("without a focus they work", () => {
    const body = { closest: () => null, matches: (selector: string) => selector === "body" };
    expect(keyOf({ ...press, key: "s", target: body })).toBe("skip");
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
