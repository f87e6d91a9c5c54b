import type { Locale } from "./messages.js";

export function number(locale: Locale, value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** Day, month and year, in the user's time zone. */
export function date(locale: Locale, iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date(iso));
}

/** Day and time, to the minute. */
export function moment(locale: Locale, iso: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

/** The time of the day, to the second. */
export function time(locale: Locale, iso: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(new Date(iso));
}

/** 0.524 → "52%". */
export function percent(locale: Locale, share: number): string {
  return new Intl.NumberFormat(locale, { style: "percent" }).format(share);
}

/** Whole seconds → "1분 12초", "1 min 12 sec"; hours only when there are some. */
export function duration(locale: Locale, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const units = [
    ["hour", Math.floor(whole / 3600)],
    ["minute", Math.floor(whole / 60) % 60],
    ["second", whole % 60],
  ] as const;
  const shown = units.filter(([unit, count]) => count > 0 || (unit === "second" && whole < 60));
  return shown
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(count),
    )
    .join(" ");
}

/** Whole seconds → "04:31", "1:04:31": a clock, the same in every language. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
