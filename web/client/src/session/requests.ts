import { MaruError } from "../problem/error.js";
import { errorFromFailure, errorFromResponse } from "../problem/from_response.js";
import type { Tokens } from "./token.js";
import type { SignUpFields } from "./types.js";

/** The requests that make and end a session. They carry no access token. */
export interface SessionRequests {
  signUp(fields: SignUpFields): Promise<Tokens>;
  logIn(credentials: { username: string; password: string }): Promise<Tokens>;
  /** @param refresh absent: the cookie's. */
  refresh(refresh: string | undefined): Promise<Tokens>;
  logOut(refresh: string | undefined): Promise<void>;
}

export function createRequests(
  server: string,
  usesCookie: boolean,
  locale: () => string | undefined,
): SessionRequests {
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    const language = locale();
    if (language) headers["Accept-Language"] = language;
    // Asks for the refresh token in a cookie. Servers that do not know the header send it in the body.
    if (usesCookie) headers["X-Maru-Session"] = "cookie";
    const credentials = usesCookie ? "same-origin" : "omit";
    const init: RequestInit = { method: "POST", headers, credentials, body: JSON.stringify(body) };
    const response = await fetch(`${server}/api/auth/${path}`, init).catch((cause: unknown) => {
      throw errorFromFailure(cause);
    });
    if (!response.ok) throw await errorFromResponse(response);
    return response.status === 204 ? undefined : response.json();
  };
  return {
    signUp: async (fields) => tokensOf(((await post("signup/", fields)) as { tokens?: unknown }).tokens),
    logIn: async (credentials) => tokensOf(await post("login/", credentials)),
    refresh: async (refresh) =>
      tokensOf(await post("token/refresh/", refresh === undefined ? {} : { refresh })),
    logOut: async (refresh) => {
      await post("logout/", refresh === undefined ? {} : { refresh });
    },
  };
}

function tokensOf(body: unknown): Tokens {
  const { access, refresh } = (body ?? {}) as Partial<Tokens>;
  if (typeof access !== "string") throw new MaruError("unexpected_answer", "The answer has no token.");
  return { access, refresh };
}
