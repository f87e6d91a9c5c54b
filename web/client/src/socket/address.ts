import type { TokenSource } from "../session/session.js";

export type Purpose = "match" | "voice";

/** How sockets of one server are reached and opened. */
export interface SocketAddress {
  url(path: string): string;
  /** @param instance names the page to the server, which says to the partner whether it is another one. */
  ticket(purpose: Purpose, instance?: string): Promise<string>;
  hasSession(): Promise<boolean>;
}

export function createAddress(
  server: string,
  fetch: (request: Request) => Promise<Response>,
  tokens: TokenSource,
): SocketAddress {
  return {
    url: (path) => `${server.replace(/^http/, "ws")}${path}`,
    ticket: async (purpose, instance) => {
      const body = JSON.stringify({ purpose, instance });
      const headers = { "Content-Type": "application/json" };
      const request = new Request(`${server}/api/auth/ws-ticket/`, { method: "POST", headers, body });
      const answer = (await (await fetch(request)).json()) as { ticket: string };
      return answer.ticket;
    },
    hasSession: async () => {
      const token = await tokens.accessToken();
      return token !== undefined && (await tokens.tokenAfter(token)) !== undefined;
    },
  };
}
