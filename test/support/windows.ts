import type { Instant } from '../../src/sync/time.ts';

/** How many there were in each window of `length` milliseconds, in the order in which the windows began. */
export function countsPerWindow(times: readonly Instant[], length: number): readonly number[] {
  const counts = new Map<number, number>();
  for (const at of times) counts.set(Math.floor(at / length), (counts.get(Math.floor(at / length)) ?? 0) + 1);
  return [...counts.values()];
}
