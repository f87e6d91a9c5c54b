import { LOCALES, type Locale } from "../i18n/messages.js";
import { keep } from "./kept.js";

const isLocale = (value: string): value is Locale => (LOCALES as readonly string[]).includes(value);

/** The first of the browser's languages that the app has; English without one. */
export function localeOf(languages: readonly string[]): Locale {
  for (const language of languages) {
    const [base = ""] = language.toLowerCase().split("-");
    if (isLocale(base)) return base;
  }
  return "en";
}

export const locale = keep("maru.locale", isLocale, localeOf(globalThis.navigator?.languages ?? []));
