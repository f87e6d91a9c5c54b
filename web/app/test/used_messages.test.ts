import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { en } from "../src/i18n/en";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

const sources = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !/i18n.(en|ko)\.ts$/.test(path))
  .map((path) => readFileSync(SOURCE + path, "utf8"))
  .join("\n");

const CODE = /^[a-z_]+$/;
/** Keys that are put together, and what may stand for the parts. A code of the server may have a message or not. */
const COMPOSED: Record<string, readonly string[] | RegExp> = {
  "arena.": ["choose_left", "choose_right"],
  "call.": ["preparing", "connecting", "reconnecting"],
  "ended.": ["you_hung_up", "room_closed", "room_gone", "taken_over", "signed_out", "refused"],
  "fielderror.": CODE,
  "gender.": ["male", "female"],
  "leftout.": [
    "unnamed_model",
    "same_model",
    "rare_model",
    "over_daily_cap",
    "disabled_voter",
    "deleted_voter",
  ],
  "mic.": ["denied", "none", "in_use", "failed", "insecure", "no_webrtc"].flatMap((each) => [
    each,
    `${each}_title`,
  ]),
  "notice.": ["rejected", "expired", "partner_left"]
    .flatMap((each) => [each, `${each}_requeued`])
    .concat("queue_place_lost", "no_active_match"),
  "pref.": ["any", "female", "male"],
  "problem.": CODE,
  "reason.": ["harassment", "sexual_content", "hate", "underage", "spam", "other"],
  "upload.": ["too_large", "image_too_large", "unreadable_image", "unsupported_media_type"],
  "theme.": ["system", "light", "dark"],
};

function isUsed(key: string): boolean {
  if (sources.includes(`"${key}"`)) return true;
  const [, group = "", name = ""] = /^(\w+\.)(.*)$/.exec(key) ?? [];
  const names = COMPOSED[group];
  return names instanceof RegExp ? names.test(name) : (names?.includes(name) ?? false);
}

test("every message is used", () => {
  expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([]);
});

test("keys are put together only as this test knows", () => {
  const groups = [...sources.matchAll(/`(\w+\.)[^`.]*\$\{/g)].map(([, group]) => group);
  const known = Object.keys(COMPOSED);
  expect(new Set(groups.filter((group) => group !== "maru."))).toEqual(new Set(known));
});
