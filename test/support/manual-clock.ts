import { setImmediate } from 'node:timers/promises';
import type { Clock, Instant } from '../../src/sync/time.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** What was waited for, in milliseconds, oldest first. */
  readonly sleeps: readonly number[];
}

/** A clock that stands still until it is advanced; a sleep advances it at once. */
export function manualClock(start: Instant): ManualClock {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    advance(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      if (signal?.aborted) return;
      sleeps.push(ms);
      now += Math.max(0, ms);
      await setImmediate();
    },
  };
}
