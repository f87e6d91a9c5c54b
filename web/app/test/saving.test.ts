import { MaruError } from "maru-client";
import { expect, test } from "vitest";
import { createSaving, type Saved } from "../src/pages/talk/saving";

interface Ages {
  min: number;
  max: number;
}

/** A server that answers when the test says so. */
function saving() {
  const sent: { changes: Partial<Ages>; answer: (ages: Ages) => void; refuse: (code: string) => void }[] = [];
  const shown: Saved<Ages>[] = [];
  const change = createSaving<Ages>(
    { min: 20, max: 40 },
    (changes) =>
      new Promise((answer, reject) => {
        sent.push({ changes, answer, refuse: (code) => reject(new MaruError(code, code)) });
      }),
    (next) => shown.push(next),
  );
  return { change, sent, last: () => shown.at(-1), settle: () => new Promise((done) => setTimeout(done)) };
}

test("changes are sent one after the other, and shown at once", async () => {
  const { change, sent, last, settle } = saving();
  change({ min: 25 });
  change({ min: 30 });
  await settle();
  expect(sent.map(({ changes }) => changes)).toEqual([{ min: 25 }]);
  expect(last()).toEqual({ settings: { min: 30, max: 40 }, status: "saving", error: undefined });
  sent[0]?.answer({ min: 25, max: 40 });
  await settle();
  expect(last()?.settings.min).toBe(30); // not back to what the server says of the first
  sent[1]?.answer({ min: 30, max: 40 });
  await settle();
  expect(last()).toEqual({ settings: { min: 30, max: 40 }, status: "saved", error: undefined });
});

test("after a failure the last answer of the server is shown, and why", async () => {
  const { change, sent, last, settle } = saving();
  change({ min: 25 });
  await settle();
  sent[0]?.answer({ min: 25, max: 40 });
  await settle();
  change({ max: 20 });
  await settle();
  sent[1]?.refuse("network");
  await settle();
  expect(last()).toMatchObject({
    settings: { min: 25, max: 40 },
    status: "ready",
    error: { code: "network" },
  });
  change({ max: 50 });
  expect(last()).toMatchObject({ settings: { min: 25, max: 50 }, status: "saving", error: undefined });
});
