import { MaruError } from "maru-client";
import { expect, test } from "vitest";
import { en as english } from "../src/i18n/en";
import { ko as korean } from "../src/i18n/ko";
import { fieldSentenceOf, sentenceOf } from "../src/i18n/problems";
import { i18nOf } from "../src/i18n/use_i18n";

const ko = i18nOf({ locale: "ko", dictionary: korean });
const en = i18nOf({ locale: "en", dictionary: english });

test("a refusal is said by its code, in the language in use", () => {
  const error = new MaruError("invalid_credentials", "No such name and password.");
  expect(sentenceOf(error, en)).toBe("The username or the password is wrong.");
  expect(sentenceOf(error, ko)).toMatch(/틀렸어요/);
});

test("too often says for how many seconds, when the server does", () => {
  const wait = (retryAfterSeconds?: number) => new MaruError("rate_limited", "", { retryAfterSeconds });
  expect(sentenceOf(wait(1), en)).toBe("Too often. Try again in 1 second.");
  expect(sentenceOf(wait(29.2), en)).toBe("Too often. Try again in 30 seconds.");
  expect(sentenceOf(wait(), en)).toBe("Too often. Try again in a moment.");
});

test("a code of a later server is said in the server's words", () => {
  expect(sentenceOf(new MaruError("of_next_year", "Wait for spring."), ko)).toBe("Wait for spring.");
  const field = { field: "username", code: "of_next_year", message: "Not in spring." };
  expect(fieldSentenceOf(field, ko)).toBe("Not in spring.");
});

test("numbers out of range name the range of that field", () => {
  const age = { field: "age", code: "min_value", message: "At least 18." };
  expect(fieldSentenceOf(age, en)).toBe("From 18 to 99.");
  expect(fieldSentenceOf({ ...age, field: "radius_km" }, en)).toBe("At least 18.");
});
