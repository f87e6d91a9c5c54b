import type { TokenStorage } from "./types.js";

/**
 * Where the end of a page leaves what the next one needs.
 *
 * A page of the server's own origin keeps the refresh token in an HttpOnly cookie, which scripts cannot read. What
 * is kept here is only the mark that there is one, so that guests do not ask for a session on every page.
 */
export interface Keeping {
  /** The server keeps the refresh token in a cookie, if it knows how. */
  readonly usesCookie: boolean;
  /** Whether an earlier page was signed in. */
  hasMark(): boolean;
  setMark(marked: boolean): void;
  refreshToken(): string | undefined;
  setRefreshToken(token: string | undefined): void;
  /** The session whose log-out has not reached the server: its refresh token, or "" for the cookie's. */
  pendingLogOut(): string | undefined;
  setPendingLogOut(token: string | undefined): void;
}

export function createKeeping(server: string, isSameOrigin: boolean, storage?: TokenStorage): Keeping {
  const marks = isSameOrigin ? localStorageIfAllowed() : undefined;
  const markName = `maru.session:${server}`;
  const tokenName = `maru.refresh:${server}`;
  const pendingName = `maru.log_out:${server}`;
  const pending = marks ?? storage ?? inMemory();
  return {
    usesCookie: isSameOrigin,
    hasMark: () => marks?.getItem(markName) === "1" || storage?.getItem(tokenName) != null,
    setMark: (marked) => {
      if (marked) marks?.setItem(markName, "1");
      else marks?.removeItem(markName);
    },
    refreshToken: () => storage?.getItem(tokenName) ?? undefined,
    setRefreshToken: (token) => {
      if (token === undefined) storage?.removeItem(tokenName);
      else storage?.setItem(tokenName, token);
    },
    pendingLogOut: () => pending.getItem(pendingName) ?? undefined,
    setPendingLogOut: (token) => {
      if (token === undefined) pending.removeItem(pendingName);
      else pending.setItem(pendingName, isSameOrigin ? "" : token); // no token of a cookie's page is kept
    },
  };
}

function inMemory(): TokenStorage {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => items.set(name, value),
    removeItem: (name) => items.delete(name),
  };
}

/** Browsers throw at the mere look when the user forbids storage. */
function localStorageIfAllowed(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
