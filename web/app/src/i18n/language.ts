import { loaded, type Store } from "maru-client";
import type { Locale, Messages } from "./messages.js";

/** A locale and its messages: they change together. */
export interface Language {
  locale: Locale;
  dictionary: Messages;
}

/** Only the language in use is loaded. */
const LOADERS: Record<Locale, () => Promise<Messages>> = {
  en: async () => (await import("./en.js")).en,
  ko: async () => (await import("./ko.js")).ko,
};

let shown: Language | undefined;
let wanted: Locale | undefined;
const listeners = new Set<() => void>();

/** The language on the screen. Before the first `showLanguage` there is none, and nothing can be drawn. */
export const language: Store<Language> = {
  getSnapshot: () => {
    if (!shown) throw new Error("No language is loaded.");
    return shown;
  },
  subscribe: (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/**
 * Changes the language as soon as its messages are here; of several calls the last counts.
 * Rejects with MaruError (`network`, `out_of_date`): then the screen stays as it is.
 */
export async function showLanguage(locale: Locale): Promise<void> {
  wanted = locale;
  const dictionary = await loaded(LOADERS[locale]());
  if (wanted !== locale) return;
  shown = { locale, dictionary };
  document.documentElement.lang = locale;
  for (const listener of [...listeners]) listener();
}
