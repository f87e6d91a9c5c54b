import { MaruError } from "../problem/error.js";
import { errorFromFailure, errorFromResponse } from "../problem/from_response.js";
import type { Tokens } from "./token.js";
import type { SignUpFields } from "./types.js";

/** The requests that make and end a session. */
export interface SessionRequests {
  signUp(fields: SignUpFields): Promise<Tokens>;
  logIn(credentials: { username: string; password: string }): Promise<Tokens>;
  /** @param refresh absent: the cookie's. */
  refresh(refresh: string | undefined): Promise<Tokens>;
  logOut(refresh: string | undefined): Promise<void>;
  /** The one request with an access token: the account's sessions end with it. */
  deleteAccount(access: string | undefined, password: string): Promise<void>;
}

export function createRequests(
  server: string,
  usesCookie: boolean,
  locale: () => string | undefined,
): SessionRequests {
  const send = async (method: string, path: string, body: unknown, access?: string): Promise<unknown> => {
    const headers: Record<string, string> = { "Content-Type": "application/json" };
    if (access !== undefined) headers.Authorization = `Bearer ${access}`;
    const language = locale();
    if (language) headers["Accept-Language"] = language;
    // Asks for the refresh token in a cookie. Servers that do not know the header send it in the body.
    if (usesCookie) headers["X-Maru-Session"] = "cookie";
    const credentials = usesCookie ? "same-origin" : "omit";
    const init: RequestInit = { method, headers, credentials, body: JSON.stringify(body) };
    const response = await fetch(`${server}/api/auth/${path}`, init).catch((cause: unknown) => {
      throw errorFromFailure(cause);
    });
    if (!response.ok) throw await errorFromResponse(response);
    return response.status === 204 ? undefined : response.json();
  };
  const post = (path: string, body: unknown) => send("POST", path, body);
  return {
    signUp: async (fields) => tokensOf(((await post("signup/", fields)) as { tokens?: unknown }).tokens),
    logIn: async (credentials) => tokensOf(await post("login/", credentials)),
    refresh: async (refresh) =>
      tokensOf(await post("token/refresh/", refresh === undefined ? {} : { refresh })),
    logOut: async (refresh) => {
      await post("logout/", refresh === undefined ? {} : { refresh });
    },
    deleteAccount: async (access, password) => {
      await send("DELETE", "profile/", { password }, access);
    },
  };
}

function tokensOf(body: unknown): Tokens {
  const { access, refresh } = (body ?? {}) as Partial<Tokens>;
  if (typeof access !== "string") throw new MaruError("unexpected_answer", "The answer has no token.");
  return { access, refresh };
}
