import { afterEach, beforeEach, expect, test } from "vitest";
import { createMaru, dataOf, type Maru } from "../src";
import { type StandIn, startStandIn, tokenOf } from "./stand_in_server";

const LOGIN = "POST /api/auth/login/";
const REFRESH = "POST /api/auth/token/refresh/";
const LOGOUT = "POST /api/auth/logout/";
const PROFILE = "GET /api/auth/profile/";
const ANN = { username: "앤", password: "correct horse battery" };

let server: StandIn;
let valid = 1; // the serial of the only access token that is taken

beforeEach(async () => {
  server = await startStandIn();
  valid = 1;
  server.answer = (name, authorization) => {
    if (name === LOGIN) return { status: 200, body: pair(1) };
    if (name === REFRESH) return { status: 200, body: pair(++valid), delayMs: 20 };
    if (name === LOGOUT) return { status: 204 };
    const isTaken = authorization === `Bearer ${tokenOf("앤", valid)}`;
    return isTaken
      ? { status: 200, body: { id: 7 } }
      : { status: 401, body: { code: "invalid_token", detail: "" } };
  };
});
afterEach(() => server.close());

function pair(serial: number) {
  return { access: tokenOf("앤", serial), refresh: `r${serial}` };
}

async function tab(): Promise<Maru> {
  const maru = createMaru({ baseUrl: server.url });
  await maru.session.restore();
  return maru;
}

async function signedIn(): Promise<Maru> {
  const maru = await tab();
  await maru.session.logIn(ANN);
  return maru;
}

function countOf(name: string): number {
  return server.requests.filter((each) => each.name === name).length;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 100 && !condition(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(condition()).toBe(true);
}

test("a page without a session is a guest and asks the server nothing", async () => {
  const { session } = await tab();
  expect(session.getSnapshot()).toEqual({ status: "guest" });
  expect(server.requests).toEqual([]);
});

test("a log-in names the user, with any letters", async () => {
  const { session } = await signedIn();
  expect(session.getSnapshot()).toEqual({ status: "user", user: { id: 7, username: "앤" } });
});

test("ten refused requests refresh once and are repeated", async () => {
  const maru = await signedIn();
  valid = 5; // the server takes the token no more
  const profiles = await Promise.all(
    Array.from({ length: 10 }, () => dataOf(maru.auth.GET("/api/auth/profile/"))),
  );
  expect(profiles.map(({ id }) => id)).toEqual(Array(10).fill(7));
  expect([countOf(REFRESH), countOf(PROFILE)]).toEqual([1, 20]);
});

test("a token near its end is replaced before it is used", async () => {
  server.answer = (name) => {
    if (name === LOGIN) return { status: 200, body: { access: tokenOf("앤", 1, 30), refresh: "r1" } };
    return { status: 200, body: name === REFRESH ? pair(2) : { id: 7 } };
  };
  const maru = await signedIn();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await maru.auth.GET("/api/auth/profile/");
  expect(server.requests.map(({ name }) => name)).toEqual([LOGIN, REFRESH, PROFILE]);
});

test("a lost family logs out every tab, with the reason", async () => {
  const first = await signedIn();
  const second = await tab();
  expect(second.session.getSnapshot().user?.username).toBe("앤");
  server.answer = () => ({ status: 401, body: { code: "invalid_token", detail: "" } });
  await expect(first.auth.GET("/api/auth/profile/")).rejects.toMatchObject({ code: "invalid_token" });
  expect(first.session.getSnapshot()).toEqual({ status: "guest", endedBecause: "session_ended" });
  await until(() => second.session.getSnapshot().endedBecause === "session_ended");
});

test("a log-out reaches every tab, also without the server", async () => {
  const first = await signedIn();
  const second = await tab();
  await server.close();
  await first.session.logOut();
  expect(first.session.getSnapshot()).toEqual({ status: "guest", endedBecause: "logged_out" });
  await until(() => second.session.getSnapshot().endedBecause === "logged_out");
});

test("a refresh that fails for other reasons does not log out", async () => {
  const maru = await signedIn();
  server.answer = (name) => ({
    status: name === REFRESH ? 503 : 401,
    body: { code: "unavailable", detail: "" },
  });
  await expect(maru.auth.GET("/api/auth/profile/")).rejects.toMatchObject({
    status: 503,
    code: "unavailable",
  });
  expect(maru.session.getSnapshot().status).toBe("user");
});

test("an answer that comes after the log-out brings no session back", async () => {
  const maru = await signedIn();
  valid = 0;
  const profile = maru.auth.GET("/api/auth/profile/").catch(() => undefined);
  await until(() => countOf(REFRESH) === 1);
  await maru.session.logOut();
  await profile;
  expect(maru.session.getSnapshot()).toEqual({ status: "guest", endedBecause: "logged_out" });
});

test("a page of another origin finds its session in the storage it passes", async () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  kept.set(`maru.refresh:${server.url}`, "r1");
  const { session } = createMaru({ baseUrl: server.url, storage });
  await session.restore();
  expect(session.getSnapshot().status).toBe("user");
  expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual({ refresh: "r1" });
  expect([...kept.values()]).toEqual(["r2"]);
});

test("the language of requests may change", async () => {
  let language = "ko";
  const maru = createMaru({ baseUrl: server.url, locale: () => language });
  await maru.session.restore();
  await maru.session.logIn(ANN);
  language = "en";
  await maru.auth.GET("/api/auth/profile/");
  expect(server.requests.map(({ headers }) => headers["accept-language"])).toEqual(["ko", "en"]);
});

test("a deleted account leaves a guest, in every tab; another password changes nothing", async () => {
  const [here, there] = [await signedIn(), await tab()];
  await until(() => there.session.getSnapshot().status === "user");
  const answer = server.answer;
  const answers = [{ status: 403, body: { code: "wrong_password", detail: "" } }, { status: 204 }];
  server.answer = (name, authorization) => {
    const isDeletion = name === "DELETE /api/auth/profile/";
    return (isDeletion && answers.shift()) || answer(name, authorization);
  };
  await expect(here.session.deleteAccount("wrong")).rejects.toMatchObject({ code: "wrong_password" });
  expect(here.session.getSnapshot().status).toBe("user");
  await here.session.deleteAccount(ANN.password);
  const deleted = { status: "guest", endedBecause: "account_deleted" };
  expect(here.session.getSnapshot()).toEqual(deleted);
  await until(() => there.session.getSnapshot().status === "guest");
  expect(there.session.getSnapshot()).toEqual(deleted);
  expect(countOf(REFRESH)).toBe(0);
});
