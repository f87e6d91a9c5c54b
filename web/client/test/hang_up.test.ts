import { afterEach, expect, test, vi } from "vitest";
import { createMaru } from "../src";
import { createCall } from "../src/call/call";

/** As far as it goes here: it opens, and the server closes it with 4410 after a `bye`. */
class Socket {
  static readonly OPEN = 1;
  static readonly opened: Socket[] = [];
  readonly sent: string[] = [];
  readyState = 0;
  onopen?: () => void;
  onclose?: (event: { code: number }) => void;

  constructor(readonly url: string) {
    Socket.opened.push(this);
    queueMicrotask(() => {
      this.readyState = Socket.OPEN;
      this.onopen?.();
    });
  }

  send(frame: string): void {
    this.sent.push(frame);
    if (frame.includes("bye")) queueMicrotask(() => this.onclose?.({ code: 4410 }));
  }

  close(): void {
    this.readyState = 3;
  }
}

afterEach(() => {
  vi.unstubAllGlobals();
  Socket.opened.length = 0;
});

function callWhoseCodeIs(load: () => Promise<never>) {
  const left = vi.fn();
  const address = {
    url: (path: string) => `ws://server${path}`,
    ticket: () => Promise.resolve("t"),
    hasSession: () => Promise.resolve(true),
  };
  vi.stubGlobal("WebSocket", Socket);
  return { call: createCall({ room: "a b" }, { address, iceServers: async () => [], left }, load), left };
}

test("a call that never started is hung up at the server", async () => {
  const { call, left } = callWhoseCodeIs(() => new Promise(() => undefined));
  call.hangUp();
  call.hangUp();
  expect(call.getSnapshot()).toMatchObject({ phase: "over", endedBecause: "you_hung_up" });
  await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
  expect(Socket.opened.map(({ url, sent }) => [url, sent])).toEqual([
    ["ws://server/ws/voicechat/a%20b/", ['{"type":"bye"}']],
  ]);
});

test("each attempt to start begins without the error of the last one", async () => {
  vi.stubGlobal("RTCPeerConnection", class {});
  const { call } = callWhoseCodeIs(() => Promise.reject(new TypeError("lost")));
  const codes: (string | undefined)[] = [];
  call.subscribe(() => codes.push(call.getSnapshot().error?.code));
  await expect(call.start()).rejects.toMatchObject({ code: "network" });
  await expect(call.start()).rejects.toMatchObject({ code: "network" });
  expect(codes).toEqual(["network", undefined, "network"]);
});

test("a browser without WebRTC says so", async () => {
  const call = createMaru({ baseUrl: "http://localhost:1" }).call("r");
  await expect(call.start()).rejects.toMatchObject({ code: "webrtc_unsupported" });
  expect(call.getSnapshot().error?.code).toBe("webrtc_unsupported");
});
