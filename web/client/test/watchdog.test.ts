import { expect, test } from "vitest";
import { flows, isTroubled, type Sample, startHealth, watch } from "../src/call/watchdog";

interface Story {
  /** From when to when packets come, in milliseconds. */
  sound: [number, number][];
  until: number;
  partnerPresent?: boolean;
  pathAnswers?: boolean;
  broken?: boolean;
  polite?: boolean;
}

/** The repairs that come while the story is looked at four times per second. */
function repairsOf({
  sound,
  until,
  partnerPresent = true,
  pathAnswers = false,
  broken = false,
  polite = false,
}: Story) {
  let health = startHealth(0);
  const repairs: [number, string][] = [];
  let packets = 0;
  for (let now = 0; now <= until; now += 250) {
    if (sound.some(([from, to]) => from <= now && now < to)) packets += 12;
    const responses = pathAnswers ? Math.floor(now / 2500) : 0;
    const sample: Sample = { now, packets, responses, partnerPresent, broken, polite };
    const [next, step] = watch(health, sample);
    health = next;
    if (step) repairs.push([now, step]);
  }
  return { repairs, health };
}

test("sound without a gap needs no repair", () => {
  expect(repairsOf({ sound: [[0, 60_000]], until: 60_000 }).repairs).toEqual([]);
});

test("two seconds without a packet restart ICE, then the connection is rebuilt until sound comes", () => {
  const { repairs } = repairsOf({ sound: [[0, 10_000]], until: 26_000 });
  expect(repairs.slice(0, 3)).toEqual([
    [11_750, "restart"],
    [15_750, "rebuild"],
    [23_750, "rebuild"],
  ]);
});

test("a shorter gap is no reason", () => {
  const sound: [number, number][] = [
    [0, 10_000],
    [11_500, 20_000],
  ];
  expect(repairsOf({ sound, until: 20_000 }).repairs).toEqual([]);
});

test("after sound came back, the next gap starts with a restart", () => {
  const sound: [number, number][] = [
    [0, 10_000],
    [13_000, 20_000],
  ];
  expect(repairsOf({ sound, until: 22_000 }).repairs).toEqual([
    [11_750, "restart"],
    [21_750, "restart"],
  ]);
});

test("without the partner's socket nothing is repaired: no offer would arrive", () => {
  expect(repairsOf({ sound: [[0, 10_000]], until: 40_000, partnerPresent: false }).repairs).toEqual([]);
});

test("a partner who sends nothing on a path that is alive is not rebuilt", () => {
  const { repairs } = repairsOf({ sound: [[0, 10_000]], until: 60_000, pathAnswers: true });
  expect(repairs).toEqual([[11_750, "restart"]]);
});

test("a connection that the browser gave up is rebuilt at once", () => {
  const { repairs } = repairsOf({ sound: [[0, 10_000]], until: 12_000, pathAnswers: true, broken: true });
  expect(repairs).toEqual([[11_750, "rebuild"]]);
});

test("the first sound gets longer, and the polite side lets the other try first", () => {
  expect(repairsOf({ sound: [], until: 7_500 }).repairs).toEqual([[6_000, "rebuild"]]);
  expect(repairsOf({ sound: [], until: 7_500, polite: true }).repairs).toEqual([[7_000, "rebuild"]]);
});

test("a rebuilt connection counts its packets from 0", () => {
  const sample = { responses: 0, partnerPresent: true, broken: false, polite: false };
  const [before] = watch(startHealth(0), { ...sample, now: 1_000, packets: 500 });
  const [empty] = watch(before, { ...sample, now: 2_000, packets: 0 });
  const [after] = watch(empty, { ...sample, now: 3_000, packets: 3 });
  expect([empty.soundAt, after.soundAt]).toEqual([1_000, 3_000]);
});

test("flows and troubled follow the last packet", () => {
  const { health } = repairsOf({ sound: [[0, 10_000]], until: 10_000 });
  expect([flows(health, 11_000), flows(health, 12_000)]).toEqual([true, false]);
  expect([isTroubled(health, 29_000), isTroubled(health, 30_000)]).toEqual([false, true]);
  expect(flows(startHealth(0), 1)).toBe(false);
});
