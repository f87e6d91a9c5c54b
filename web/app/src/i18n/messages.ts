import type { en } from "./en.js";

export type MessageKey = keyof typeof en;
/** What a language must have. */
export type Messages = Record<MessageKey, string>;

export const LOCALES = ["ko", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each by its own name. */
export const LANGUAGES: Record<Locale, string> = { ko: "한국어", en: "English" };

type NameIn<Part extends string> = Part extends `${infer Name}|${string}` ? Name : Part;
type NamesIn<Text extends string> = Text extends `${string}{${infer Part}}${infer Rest}`
  ? NameIn<Part> | NamesIn<Rest>
  : never;

/** The values that the message needs: `{ name: …, age: … }`, or nothing. */
export type Values<K extends MessageKey> = Record<NamesIn<(typeof en)[K]>, string | number>;
export type ValuesOf<K extends MessageKey> = [NamesIn<(typeof en)[K]>] extends [never]
  ? []
  : [values: Values<K>];

/** A piece of a message: text, or the name of a value with the forms to choose from. */
export type Part = string | { name: string; forms?: readonly string[] };

/** "Hello {name}" → ["Hello ", {name: "name"}]. */
export function partsOf(text: string): Part[] {
  return text
    .split(/(\{[^}]+\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (!piece.startsWith("{")) return piece;
      const [name = "", ...forms] = piece.slice(1, -1).split("|");
      return forms.length > 0 ? { name, forms } : { name };
    });
}

/** Writes a message out. Numbers take the digits of the language, forms are chosen by its plural rules. */
export function write(locale: Locale, text: string, values: Record<string, string | number> = {}): string {
  return partsOf(text)
    .map((part) => (typeof part === "string" ? part : written(locale, part, values[part.name])))
    .join("");
}

function written(
  locale: Locale,
  { forms }: { forms?: readonly string[] },
  value: string | number | undefined,
): string {
  if (forms) {
    const isOne = new Intl.PluralRules(locale).select(Number(value)) === "one";
    return (isOne ? forms[0] : forms[1]) ?? "";
  }
  return typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : (value ?? "");
}
