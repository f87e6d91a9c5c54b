import { describe, expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { ko } from "../src/i18n/ko";
import { type MessageKey, partsOf, write } from "../src/i18n/messages";

const keys = Object.keys(en) as MessageKey[];

/** The names of the values in a message, each once. */
function namesOf(text: string): Set<string> {
  return new Set(partsOf(text).flatMap((part) => (typeof part === "string" ? [] : [part.name])));
}

test("both languages have the same messages", () => {
  expect(new Set(Object.keys(ko))).toEqual(new Set(keys));
});

test.each(keys)("%s takes the same values in both languages, and says something", (key) => {
  expect(namesOf(ko[key])).toEqual(namesOf(en[key]));
  expect(en[key].trim()).not.toBe("");
  expect(ko[key].trim()).not.toBe("");
});

test("Korean messages are Korean", () => {
  const foreign = keys.filter((key) => !/[가-힣]/.test(ko[key].replace(/\{[^}|]+\}/g, "")));
  expect(foreign).toEqual(["offer.title", "ranks.interval"]); // values alone
});

describe("write", () => {
  test("puts values in, numbers as the language writes them", () => {
    expect(write("en", "{name} has {count}", { name: "Minji", count: 1234 })).toBe("Minji has 1,234");
  });
  test("chooses the form by the number", () => {
    const text = "{count} {count|person waits|people wait}";
    expect(write("en", text, { count: 1 })).toBe("1 person waits");
    expect(write("en", text, { count: 38 })).toBe("38 people wait");
  });
  test("leaves a name with braces alone", () => {
    expect(write("en", "Call with {name}", { name: "{age}" })).toBe("Call with {age}");
  });
});
