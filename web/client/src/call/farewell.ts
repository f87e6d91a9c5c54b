import type { SocketAddress } from "../socket/address.js";
import { createConnection } from "../socket/connection.js";

const FAREWELL_MS = 10_000;

export function voiceUrl(address: SocketAddress, room: string): string {
  return address.url(`/ws/voicechat/${encodeURIComponent(room)}/`);
}

/** Takes the seat of that room for as long as it takes to say `bye`, which ends the call for both. */
export function sayBye(room: string, address: SocketAddress, left: () => void): void {
  const connection = createConnection({
    url: voiceUrl(address, room),
    ping: { type: "ping" },
    ticket: () => address.ticket("voice"),
    hasSession: () => address.hasSession(),
    receive: () => undefined,
    changed: ({ kind }) => {
      if (kind === "open") connection.send({ type: "bye" });
      else if (kind === "closed") left(); // the server closes a room that is over
    },
  });
  connection.open();
  setTimeout(() => {
    connection.close();
  }, FAREWELL_MS);
}
