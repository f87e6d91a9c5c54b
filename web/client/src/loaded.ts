import { MaruError } from "./problem/error.js";

/**
 * Code that the page loads when it needs it: `loaded(import("./page.js"))`. Browsers do not say why that fails. Where
 * this file can still be reached, the other is gone: the server has a newer version, whose files have other names.
 * Throws MaruError: `network`, `out_of_date`.
 */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (cause) {
    throw (await isReachable(import.meta.url))
      ? new MaruError("out_of_date", "A newer version is on the server: load the page again.", { cause })
      : new MaruError("network", "The server cannot be reached.", { cause });
  }
}

/** Whether a server answers there, whatever it says. */
async function isReachable(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: "HEAD", cache: "no-store" });
    return true;
  } catch {
    return false;
  }
}
