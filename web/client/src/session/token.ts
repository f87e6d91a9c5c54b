/** What this page holds of the session. `refresh` is absent when a cookie keeps it. */
export interface Tokens {
  access: string;
  refresh?: string | undefined;
}

export interface Claims {
  user_id: number;
  username: string;
  iat: number;
  exp: number;
}

/** The claims of an access token; the server alone checks its signature. Throws when it is no token. */
export function claimsOf(access: string): Claims {
  const part = access.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(part.replace(/-/g, "+").replace(/_/g, "/")), (each) =>
    each.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes)) as Claims;
}

/**
 * When to ask for the next token, in milliseconds: 30 seconds before its end. Counted from `receivedAt` by the
 * token's own length, so that a wrong clock of this machine does not matter.
 */
export function staleAt(access: string, receivedAt: number): number {
  const { iat, exp } = claimsOf(access);
  return receivedAt + (exp - iat - 30) * 1000;
}
