/**
 * When to repair the connection, without a browser.
 *
 * Chromium says `disconnected` five seconds after sound stops, which makes gaps of ten. So packets are counted:
 * two seconds without one, and ICE restarts; then the connection is built again, as long as it takes.
 */
export interface Health {
  /** Packets of sound seen in all; a rebuilt connection counts from 0. */
  packets: number;
  /** Answers to ICE's own checks: the path is alive, whether or not the partner sends sound. */
  responses: number;
  /** When the last packet came, or when waiting for the first began. */
  soundAt: number;
  pathAt: number;
  /** Sound has come in this call. */
  everConnected: boolean;
  repairs: number;
  repairedAt: number;
}

export interface Sample {
  now: number;
  packets: number;
  responses: number;
  /** The partner's socket is there, so an offer reaches the partner. */
  partnerPresent: boolean;
  /** The browser has given the connection up, so only a new one helps. */
  broken: boolean;
  /** The polite side leaves the other a moment, so that rarely both repair. */
  polite: boolean;
}

const QUIET_MS = 2_000;
const FIRST_SOUND_MS = 6_000;
const RESTART_MS = 4_000;
const REBUILD_MS = 8_000;
const POLITE_MS = 1_000;
const TROUBLED_MS = 20_000;
/** ICE checks a path in use every 2.5 seconds or so (RFC 7675: every 5). */
const PATH_MS = 6_000;

export function startHealth(now: number): Health {
  return {
    packets: 0,
    responses: 0,
    soundAt: now,
    pathAt: 0,
    everConnected: false,
    repairs: 0,
    repairedAt: now,
  };
}

/** Sound came within the last two seconds. */
export function flows(health: Health, now: number, withinMs: number = QUIET_MS): boolean {
  return health.everConnected && now - health.soundAt < withinMs;
}

export function isTroubled(health: Health, now: number): boolean {
  return now - health.soundAt > TROUBLED_MS;
}

/** The partner came, or a description did: leave it time before the next repair. */
export function postponed(health: Health, now: number): Health {
  return { ...health, repairedAt: now };
}

export function watch(health: Health, sample: Sample): [Health, "restart" | "rebuild" | undefined] {
  const seen = withSample(health, sample);
  const { now } = sample;
  if (seen.soundAt === now || !sample.partnerPresent) return [seen, undefined];
  if (now < dueAt(seen, sample.polite)) return [seen, undefined];
  const pathIsAlive = now - seen.pathAt < PATH_MS;
  if (seen.repairs > 0 && pathIsAlive && seen.everConnected && !sample.broken) return [seen, undefined]; // the partner sends nothing
  const canRestart = seen.repairs === 0 && seen.everConnected && !sample.broken;
  const step = canRestart ? "restart" : "rebuild";
  const repairs = step === "restart" ? 1 : Math.max(seen.repairs, 1) + 1;
  return [{ ...seen, repairs, repairedAt: now }, step];
}

function withSample(health: Health, { now, packets, responses }: Sample): Health {
  const next = { ...health, packets, responses };
  if (responses > health.responses) next.pathAt = now;
  if (packets === 0 || packets === health.packets) return next;
  return { ...next, soundAt: now, everConnected: true, repairs: 0 };
}

function dueAt(health: Health, polite: boolean): number {
  const turn = polite ? POLITE_MS : 0;
  if (health.repairs > 1) return health.repairedAt + REBUILD_MS + turn;
  if (health.repairs === 1) return health.repairedAt + RESTART_MS + turn;
  if (!health.everConnected) return health.repairedAt + FIRST_SOUND_MS + turn;
  return Math.max(health.soundAt + QUIET_MS, health.repairedAt + QUIET_MS);
}
