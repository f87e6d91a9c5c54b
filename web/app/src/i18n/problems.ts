import type { FieldError, MaruError } from "maru-client";
import type { I18n } from "./use_i18n.js";

/** What went wrong, in the user's language; the server's sentence where there is no message for the code. */
export function sentenceOf(error: MaruError, i18n: I18n): string {
  if (error.code === "rate_limited" && error.retryAfterSeconds !== undefined) {
    return i18n.t("problem.rate_limited_seconds", { seconds: Math.ceil(error.retryAfterSeconds) });
  }
  return known(`problem.${error.code}`, i18n) ?? error.message;
}

/** The same for one field. */
export function fieldSentenceOf({ field, code, message }: FieldError, i18n: I18n): string {
  const isAge = field.startsWith("age") && (code === "min_value" || code === "max_value");
  return known(`fielderror.${isAge ? "age_range" : code}`, i18n) ?? message;
}

function known(key: string, { has, t }: I18n): string | undefined {
  return has(key) ? (t as (key: string) => string)(key) : undefined;
}
