import { MaruError } from "./problem/error.js";

/**
 * Code that the page loads when it needs it: `loaded(import("./page.js"))`. Browsers do not say why that fails. With a network
 * the file is most likely gone: the server has a newer version, whose files have other names.
 * Throws MaruError: `network`, `out_of_date`.
 */
export async function loaded<T>(part: Promise<T>): Promise<T> {
  try {
    return await part;
  } catch (cause) {
    const isOffline = globalThis.navigator?.onLine === false;
    throw isOffline
      ? new MaruError("network", "The server cannot be reached.", { cause })
      : new MaruError("out_of_date", "A newer version is on the server: load the page again.", { cause });
  }
}
