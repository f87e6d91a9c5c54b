import { useStore } from "maru-react";
import { Fragment, type ReactNode, useMemo } from "react";
import { date, duration, moment, number, percent, time } from "./format.js";
import { type Language, language } from "./language.js";
import {
  type Locale,
  type MessageKey,
  type Part,
  partsOf,
  type Values,
  type ValuesOf,
  write,
} from "./messages.js";

export interface I18n {
  locale: Locale;
  /** Whether there is such a message: for keys that come from a server. */
  has(key: string): key is MessageKey;
  /** The message in the language in use. */
  t<K extends MessageKey>(key: K, ...values: ValuesOf<K>): string;
  /** The same with elements as values: a sentence with controls in it. */
  rich<K extends MessageKey>(key: K, values: Record<keyof Values<K>, ReactNode>): ReactNode;
  number(value: number): string;
  date(iso: string): string;
  /** Day and time, to the minute. */
  moment(iso: string): string;
  /** The time of the day, to the second. */
  time(iso: string): string;
  /** 0.524 → "52%". */
  percent(share: number): string;
  /** Seconds in words, such as "1 min 12 sec". */
  duration(seconds: number): string;
}

export function i18nOf({ locale, dictionary }: Language): I18n {
  return {
    locale,
    has: (key): key is MessageKey => Object.hasOwn(dictionary, key),
    t: (key, ...[values]) => write(locale, dictionary[key], values),
    rich: (key, values) => withElements(partsOf(dictionary[key]), values),
    number: (value) => number(locale, value),
    date: (iso) => date(locale, iso),
    moment: (iso) => moment(locale, iso),
    time: (iso) => time(locale, iso),
    percent: (share) => percent(locale, share),
    duration: (seconds) => duration(locale, seconds),
  };
}

/** A line does not break between an element and what is written on to it: "[35]살까지", "[35].". */
function withElements(parts: readonly Part[], values: Record<string, ReactNode>): ReactNode {
  return parts.map((part, place) => {
    if (typeof part !== "string") {
      const next = parts[place + 1];
      return (
        <span key={place} class="unbroken">
          {values[part.name]}
          {typeof next === "string" && firstWordOf(next)}
        </span>
      );
    }
    const isOn = typeof parts[place - 1] === "object";
    return <Fragment key={place}>{isOn ? part.slice(firstWordOf(part).length) : part}</Fragment>;
  });
}

/** What stands before the first space. */
function firstWordOf(text: string): string {
  return /^\S*/.exec(text)?.[0] ?? "";
}

export function useI18n(): I18n {
  const shown = useStore(language);
  return useMemo(() => i18nOf(shown), [shown]);
}
