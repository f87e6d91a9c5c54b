import { readKept, writeKept } from "../../state/kept.js";

const NAME = "maru.widen";

/** What the box on the page says; the server takes it with the join. */
export const WIDEN = { afterSeconds: 30, years: 5 };

export function isWidening(): boolean {
  return readKept(NAME) === "1";
}

export function setWidening(widens: boolean): void {
  writeKept(NAME, widens ? "1" : "0");
}
