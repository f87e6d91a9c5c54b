import { expect, test } from "vitest";
import { answerOf, DEAF_MS } from "../src/pages/talk/use_offer_keys";
import { keep } from "../src/state/kept";
import { localeOf } from "../src/state/locale";
import { arrivalOf } from "../src/talk/arrival";

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

const key = (code: string, other: object = {}, shownForMs = DEAF_MS) =>
  answerOf(
    { code, repeat: false, ctrlKey: false, metaKey: false, altKey: false, target: null, ...other },
    shownForMs,
  );
/** Within a button, a field and so on, as far as `closest` goes. */
const within = (name: string) => ({
  target: { closest: (names: string) => names.split(", ").includes(name) },
});

test("an offer is answered by Enter and Escape, and by no letter", () => {
  expect([key("Enter"), key("Escape")]).toEqual(["accept", "reject"]);
  expect([key("KeyA"), key("KeyN"), key("Space")]).toEqual([undefined, undefined, undefined]);
  expect(key("Enter", { ctrlKey: true })).toBeUndefined();
  expect(key("Enter", { repeat: true })).toBeUndefined(); // held since before the offer
  expect(key("Enter", within("button"))).toBeUndefined(); // the button does its own
  expect(key("Escape", within("button"))).toBe("reject");
});

test("a key that comes with the offer was meant for what was there before", () => {
  expect([key("Enter", {}, DEAF_MS - 1), key("Escape", {}, 0)]).toEqual([undefined, undefined]);
});

test("who is typing when an offer comes has no keys for it", () => {
  const focused = (name: string) => ({ matches: (names: string) => names.split(", ").includes(name) });
  expect(arrivalOf("1", focused("textarea"))).toEqual({ offerId: "1", wasInForm: true });
  expect(arrivalOf("1", focused("h1")).wasInForm).toBe(false);
  expect(arrivalOf("1", null).wasInForm).toBe(false);
});
