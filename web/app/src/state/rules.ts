import { readKept, writeKept } from "./kept.js";

/** Raised when the rules say something new: everybody agrees again. */
const VERSION = "1";

const nameOf = (userId: number) => `maru.rules:${userId}`;

export function hasAcceptedRules(userId: number): boolean {
  return accepted.has(userId) || readKept(nameOf(userId)) === VERSION;
}

export function acceptRules(userId: number): void {
  accepted.add(userId);
  writeKept(nameOf(userId), VERSION);
}

/** Where storage is forbidden they hold until the page is closed. */
const accepted = new Set<number>();
