import { expect, test } from "vitest";
import { actionOf } from "../src/pages/talk/use_offer_keys";
import { keep } from "../src/state/kept";
import { localeOf } from "../src/state/locale";

test.each([
  [["ko-KR", "en-US"], "ko"],
  [["fr-FR", "en-GB"], "en"],
  [["de", "KO"], "ko"],
  [["fr"], "en"],
  [[], "en"],
])("a browser with %j gets %s", (languages, locale) => {
  expect(localeOf(languages)).toBe(locale);
});

test("a choice without storage holds, and its followers hear of it", () => {
  const isSize = (value: string): value is "s" | "l" => value === "s" || value === "l";
  const size = keep("size", isSize, "s");
  const seen: string[] = [];
  const stop = size.subscribe(() => seen.push(size.getSnapshot()));
  size.set("l");
  stop();
  size.set("s");
  expect(seen).toEqual(["l"]);
});

const key = (code: string, other: object = {}) =>
  actionOf({ code, repeat: false, ctrlKey: false, metaKey: false, altKey: false, target: null, ...other });

test("an offer is answered by A and Enter, N and Escape, and by nothing else", () => {
  expect([key("KeyA"), key("Enter")]).toEqual(["accept", "accept"]);
  expect([key("KeyN"), key("Escape")]).toEqual(["reject", "reject"]);
  expect(key("KeyB")).toBeUndefined();
  expect(key("KeyA", { ctrlKey: true })).toBeUndefined(); // select all
  expect(key("KeyA", { repeat: true })).toBeUndefined(); // held since before the offer
});
