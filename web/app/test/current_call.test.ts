import { createMaru } from "maru-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCurrentCall } from "../src/talk/current_call";
import { createHearing } from "../src/talk/hearing";

/** The browser, as far as these two need it. */
const audio = {
  srcObject: null as unknown,
  play: () => Promise.resolve(),
  setSinkId: vi.fn(() => Promise.resolve()),
};
const getUserMedia = vi.fn(() => Promise.reject(new DOMException("", "NotAllowedError")));
const kept = new Map<string, string>();

/** A server that says to every user: you are in the room of that name. */
class Socket {
  static readonly OPEN = 1;
  static readonly opened: string[] = [];
  readyState = 1;
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;

  constructor(url: string) {
    Socket.opened.push(new URL(url).pathname);
    setTimeout(() => {
      this.onopen?.();
      const state = { type: "state", status: "in_room", waiting: 0, room: `room-of-${user}` };
      if (url.endsWith("/ws/match/")) this.onmessage?.({ data: JSON.stringify(state) });
    });
  }

  send(): void {}
  close(): void {}
}

let user = 1;

function answer(request: Request | string): Promise<Response> {
  const { pathname } = new URL(typeof request === "string" ? request : request.url);
  const claims = { user_id: user, username: `u${user}`, iat: 1000, exp: 2000 };
  const access = `e30.${btoa(JSON.stringify(claims))}.x`;
  return Promise.resolve(
    pathname.endsWith("/logout/")
      ? new Response(null, { status: 204 })
      : Response.json(pathname.endsWith("/ws-ticket/") ? { ticket: "t" } : { access, refresh: "r" }),
  );
}

beforeEach(() => {
  const page = { createElement: () => audio, body: { append: () => undefined }, activeElement: null };
  vi.stubGlobal("document", Object.assign(new EventTarget(), page));
  vi.stubGlobal("window", new EventTarget());
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  vi.stubGlobal("RTCPeerConnection", class {});
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", answer);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
  kept.clear();
});

test("another user enters no call before the page of calls asks for it", async () => {
  const maru = createMaru({ baseUrl: "http://server" });
  const current = createCurrentCall(maru);
  const logIn = async (id: number) => {
    user = id;
    await maru.session.logIn({ username: `u${id}`, password: "" });
  };
  await logIn(1);
  current.follow();
  await vi.waitFor(() => expect(getUserMedia).toHaveBeenCalledOnce());
  expect(current.getSnapshot().call?.room).toBe("room-of-1");

  await maru.session.logOut();
  expect(current.getSnapshot()).toEqual({});
  await logIn(2);
  await vi.waitFor(() => expect(maru.match().getSnapshot().call?.room).toBe("room-of-2"));
  expect(current.getSnapshot()).toEqual({});
  expect(getUserMedia).toHaveBeenCalledOnce();

  current.follow();
  await vi.waitFor(() => expect(getUserMedia).toHaveBeenCalledTimes(2));
  expect(current.getSnapshot().call?.room).toBe("room-of-2");
});

test("the speaker of the page before is used when there is something to hear", () => {
  kept.set("maru.speaker", "headset");
  const hearing = createHearing();
  expect(hearing.speaker()).toBe("headset");
  expect(audio.setSinkId).not.toHaveBeenCalled();
  hearing.play({} as MediaStream);
  expect(audio.setSinkId).toHaveBeenCalledExactlyOnceWith("headset");
});
