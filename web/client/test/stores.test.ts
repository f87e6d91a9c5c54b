import { expect, test, vi } from "vitest";
import { createList, type Page } from "../src";
import { phaseOf } from "../src/call/phase";
import { readingOf } from "../src/call/stats";
import { createStore, when } from "../src/store";

test("a store keeps its snapshot until something changes", () => {
  const store = createStore<{ a: number; b?: number | undefined }>({ a: 1 });
  const listener = vi.fn();
  const end = store.subscribe(listener);
  const before = store.getSnapshot();
  store.update({ a: 1 });
  store.set({ a: 1, b: undefined });
  expect(store.getSnapshot()).toBe(before);
  expect(listener).not.toHaveBeenCalled();
  store.update({ b: 2 });
  expect(store.getSnapshot()).toEqual({ a: 1, b: 2 });
  end();
  store.update({ a: 3 });
  expect(listener).toHaveBeenCalledOnce();
});

test("the same listener may subscribe twice", () => {
  const store = createStore({ a: 1 });
  const listener = vi.fn();
  const end = store.subscribe(listener);
  store.subscribe(listener);
  end();
  store.update({ a: 2 });
  expect(listener).toHaveBeenCalledOnce();
});

test("when waits for a value, or has it at once", async () => {
  const store = createStore<{ a?: number }>({});
  const later = when(store, ({ a }) => a);
  store.set({ a: 4 });
  store.set({ a: 5 });
  expect(await later).toBe(4);
  expect(await when(store, ({ a }) => a)).toBe(5);
});

test("a refreshed list drops the page that was on its way", async () => {
  const answers: ((page: Page<string>) => void)[] = [];
  const list = createList<string>(() => new Promise((resolve) => answers.push(resolve)));
  const first = list.loadMore();
  const second = list.refresh();
  answers[1]?.({ items: ["new"], next: "2" });
  answers[0]?.({ items: ["old"] });
  await Promise.all([first, second]);
  expect(list.getSnapshot()).toEqual({ items: ["new"], status: "ready", hasMore: true });
});

test("a page that failed is loaded again by loadMore", async () => {
  let fails = true;
  const list = createList<string>(async (after) => {
    if (after && fails) throw new TypeError("Failed to fetch");
    return after ? { items: ["b"] } : { items: ["a"], next: "2" };
  });
  await list.loadMore();
  await list.loadMore();
  expect(list.getSnapshot()).toMatchObject({ items: ["a"], status: "failed", error: { code: "network" } });
  fails = false;
  await list.loadMore();
  expect(list.getSnapshot()).toEqual({ items: ["a", "b"], status: "ready", hasMore: false });
});

const FACTS = {
  isOver: false,
  hasMicrophone: true,
  flows: false,
  everConnected: false,
  partnerPresent: true,
  partnerCame: true,
};

test.each([
  [{ isOver: true, flows: true }, "over"],
  [{ hasMicrophone: false }, "preparing"],
  [{ partnerPresent: false, partnerCame: false }, "waiting"],
  [{}, "connecting"],
  [{ everConnected: true }, "reconnecting"],
  [{ everConnected: true, partnerPresent: false }, "partner_away"],
  [{ everConnected: true, partnerPresent: false, flows: true }, "connected"],
] as const)("with %o the call is %s", (facts, phase) => {
  expect(phaseOf({ ...FACTS, ...facts })).toBe(phase);
});

test("statistics of sound and paths are read, others are not", () => {
  const report = new Map<string, Record<string, unknown>>([
    ["1", { type: "inbound-rtp", kind: "audio", packetsReceived: 40, audioLevel: 0.5 }],
    ["2", { type: "media-source", kind: "audio", audioLevel: 0.25 }],
    ["3", { type: "candidate-pair", responsesReceived: 3 }],
    ["4", { type: "candidate-pair" }],
    ["5", { type: "outbound-rtp", kind: "audio", packetsSent: 99 }],
  ]);
  expect(readingOf(report)).toEqual({ packets: 40, responses: 3, mine: 0.25, partner: 0.5 });
});

test("a complete list that could not start over does so when it is asked again", async () => {
  const pages = [["a"], new Error("lost"), ["b"]];
  const list = createList<string>(async () => {
    const page = pages.shift();
    if (page instanceof Error) throw page;
    return { items: page ?? [] };
  });
  await list.loadMore();
  await list.refresh();
  expect(list.getSnapshot()).toMatchObject({ items: ["a"], status: "failed", hasMore: false });
  await list.loadMore();
  expect(list.getSnapshot()).toMatchObject({ items: ["b"], status: "ready" });
});
