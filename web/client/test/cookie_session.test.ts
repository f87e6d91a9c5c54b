import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMaru, dataOf } from "../src";
import { type StandIn, startStandIn, tokenOf } from "./stand_in_server";

const REFRESH = "POST /api/auth/token/refresh/";
const LOGIN = "POST /api/auth/login/";
const LOGOUT = "POST /api/auth/logout/";
const ANN = { username: "ann", password: "correct horse battery" };

let server: StandIn;
let marks: Map<string, string>;

/** A page of the server's own origin, where the refresh token is in a cookie and in no body. */
beforeEach(async () => {
  server = await startStandIn();
  let serial = 0;
  server.answer = (name) =>
    name === REFRESH || name === LOGIN
      ? { status: 200, body: { access: tokenOf("ann", ++serial) } }
      : { status: 200, body: { id: 7 } };
  marks = new Map();
  vi.stubGlobal("location", { origin: server.url });
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => marks.get(key) ?? null,
    setItem: (key: string, value: string) => marks.set(key, value),
    removeItem: (key: string) => marks.delete(key),
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await server.close();
});

test("requests of the session ask for the cookie, and only a mark is kept", async () => {
  const maru = createMaru();
  await maru.session.logIn(ANN);
  await dataOf(maru.auth.GET("/api/auth/profile/"));
  const asked = server.requests.map(({ name, headers }) => [name, headers["x-maru-session"]]);
  expect(asked).toEqual([
    [LOGIN, "cookie"],
    ["GET /api/auth/profile/", undefined],
  ]);
  expect([...marks.values()]).toEqual(["1"]);
  await maru.session.logOut();
  expect([...marks.values()]).toEqual([]);
  expect(server.requests.at(-1)?.body).toBe("{}");
});

test("the next page finds the session by the cookie", async () => {
  marks.set(`maru.session:${server.url}`, "1");
  const { session } = createMaru();
  expect(session.getSnapshot().status).toBe("starting");
  await session.restore();
  expect(session.getSnapshot().user?.username).toBe("ann");
  expect(server.requests.map(({ name, body }) => [name, body])).toEqual([[REFRESH, "{}"]]);
});

test("a server that knows no cookie, or none of ours, makes a guest and takes the mark away", async () => {
  marks.set(`maru.session:${server.url}`, "1");
  server.answer = () => ({ status: 422, body: { code: "invalid", detail: "" } });
  const { session } = createMaru();
  await session.restore();
  expect(session.getSnapshot()).toEqual({ status: "guest" });
  expect(marks.size).toBe(0);
});

test("offline the session stays open until the server answers", async () => {
  marks.set(`maru.session:${server.url}`, "1");
  const { answer } = server;
  server.answer = () => ({ status: 503, body: { code: "unavailable", detail: "" } });
  const { session } = createMaru();
  const restored = session.restore();
  await vi.waitFor(() => {
    expect(server.requests.length).toBeGreaterThan(1);
  }, 5_000);
  expect(session.getSnapshot().status).toBe("starting");
  server.answer = answer;
  await restored;
  expect(session.getSnapshot().status).toBe("user");
});

/** Signed in and out again while the server cannot answer; forgets the requests of that. */
async function loggedOutWithoutServer() {
  const { answer } = server;
  const maru = createMaru();
  await maru.session.logIn(ANN);
  server.answer = () => ({ status: 503, body: { code: "unavailable", detail: "" } });
  await maru.session.logOut();
  expect(maru.session.getSnapshot()).toEqual({ status: "guest", endedBecause: "logged_out" });
  server.answer = (name, bearer) => (name === LOGOUT ? { status: 204 } : answer(name, bearer));
  server.requests.length = 0;
  return maru;
}

const namesOfRequests = () => server.requests.map(({ name }) => name);

test("a log-out that did not reach the server is sent by the next page, once", async () => {
  await loggedOutWithoutServer();
  expect([...marks.values()]).toEqual([""]); // no token
  const next = createMaru();
  await next.session.restore();
  expect(next.session.getSnapshot()).toEqual({ status: "guest" });
  await vi.waitFor(() => expect(marks.size).toBe(0));
  await createMaru().session.restore();
  expect(namesOfRequests()).toEqual([LOGOUT]);
});

test("it is sent when the network is back", async () => {
  const page = new EventTarget();
  vi.stubGlobal("window", page);
  vi.stubGlobal("document", new EventTarget());
  await loggedOutWithoutServer();
  page.dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(marks.size).toBe(0));
  expect(namesOfRequests()).toEqual([LOGOUT]);
});

test("it is sent before a new log-in, and never after it", async () => {
  const maru = await loggedOutWithoutServer();
  await maru.session.logIn(ANN);
  await createMaru().session.restore();
  expect(namesOfRequests().slice(0, 2)).toEqual([LOGOUT, LOGIN]);
  expect(namesOfRequests().filter((name) => name === LOGOUT)).toEqual([LOGOUT]);
  expect([...marks.values()]).toEqual(["1"]);
});
