import { errorFromFailure, errorFromResponse } from "../problem/from_response.js";
import type { TokenSource } from "../session/session.js";

/**
 * `fetch` with the user's token: a 401 refreshes once and repeats. Refusals and lost connections throw MaruError.
 */
export function createFetch(
  tokens: TokenSource,
  locale: () => string | undefined,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const language = locale();
    if (language) request.headers.set("Accept-Language", language);
    const repeatable = request.clone(); // a body can be read once
    try {
      const token = await tokens.accessToken();
      const response = await send(request, token);
      if (token === undefined || !refusesToken(response)) return await checked(response);
      const next = await tokens.tokenAfter(token);
      return await checked(await send(repeatable, next));
    } catch (failure) {
      throw errorFromFailure(failure);
    }
  };
}

function send(request: Request, token: string | undefined): Promise<Response> {
  if (token !== undefined) request.headers.set("Authorization", `Bearer ${token}`);
  return fetch(request);
}

/** Public reads answer a stale token as they answer a guest: with 200, and this header. */
function refusesToken(response: Response): boolean {
  if (response.status === 401) return true;
  return response.headers.get("WWW-Authenticate")?.includes("invalid_token") ?? false;
}

async function checked(response: Response): Promise<Response> {
  if (!response.ok && response.status !== 304) throw await errorFromResponse(response);
  return response;
}
