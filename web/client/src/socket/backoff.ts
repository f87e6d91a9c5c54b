/** Milliseconds before the attempt after `attempt` failures: 0.5 s doubling to 15 s, less up to a half by chance. */
export function delayOf(attempt: number, random: number = Math.random()): number {
  return Math.min(500 * 2 ** attempt, 15_000) * (1 - random / 2);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
