import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Answers as auth-match does, from a table, so that a test decides what is refused and when. */
export interface StandIn {
  url: string;
  /** `POST /api/auth/login/` and so on, in the order they came. */
  requests: { name: string; headers: IncomingMessage["headers"]; body: string }[];
  answer: (
    name: string,
    authorization: string | undefined,
  ) => { status: number; body?: unknown; delayMs?: number };
  close(): Promise<void>;
}

export async function startStandIn(): Promise<StandIn> {
  const server: Server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const name = `${request.method} ${request.url}`;
      const { authorization } = request.headers;
      standIn.requests.push({ name, headers: request.headers, body });
      const { status, body: answer, delayMs = 0 } = standIn.answer(name, authorization);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(answer === undefined ? undefined : JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    answer: () => ({ status: 404 }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
  return standIn;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** An access token; its signature does not matter here. */
export function tokenOf(username: string, serial: number, seconds = 600): string {
  const claims = { user_id: 7, username, iat: 1000 + serial, exp: 1000 + serial + seconds };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.x`;
}
