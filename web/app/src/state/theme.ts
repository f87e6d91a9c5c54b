import { keep } from "./kept.js";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const isTheme = (value: string): value is Theme => (THEMES as readonly string[]).includes(value);

export const theme = keep("maru.theme", isTheme, "system");

/** The style sheet reads `data-theme` of the root; without it the system decides. */
export function showTheme(): void {
  const chosen = theme.getSnapshot();
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
