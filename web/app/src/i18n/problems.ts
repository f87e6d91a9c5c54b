import type { FieldError, MaruError } from "maru-client";
import { DICTIONARIES, type MessageKey } from "./messages.js";
import type { I18n } from "./use_i18n.js";

/** What went wrong, in the user's language; the server's sentence where there is no message for the code. */
export function sentenceOf(error: MaruError, { t }: I18n): string {
  if (error.code === "rate_limited" && error.retryAfterSeconds !== undefined) {
    return t("problem.rate_limited_seconds", { seconds: Math.ceil(error.retryAfterSeconds) });
  }
  return known(`problem.${error.code}`, t) ?? error.message;
}

/** The same for one field. */
export function fieldSentenceOf({ field, code, message }: FieldError, { t }: I18n): string {
  const isAge = field.startsWith("age") && (code === "min_value" || code === "max_value");
  return known(`fielderror.${isAge ? "age_range" : code}`, t) ?? message;
}

function known(key: string, t: I18n["t"]): string | undefined {
  return key in DICTIONARIES.en ? (t as (key: MessageKey) => string)(key as MessageKey) : undefined;
}
