import { setImmediate } from 'node:timers/promises';
import type { Clock, Instant } from '../../src/sync/time.ts';

export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** What was waited for, in milliseconds, oldest first. */
  readonly sleeps: readonly number[];
  /** Hears of each sleep, before it; until the returned function is called. */
  onSleep(listener: () => Promise<void>): () => void;
}

/** A clock that stands still until it is advanced; a sleep advances it at once. */
export function manualClock(start: Instant): ManualClock {
  let now = start;
  const sleeps: number[] = [];
  const listeners = new Set<() => Promise<void>>();
  return {
    sleeps,
    onSleep(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => now,
    advance(ms) {
      now += ms;
    },
    async sleep(ms, signal) {
      for (const listener of listeners) await listener();
      if (signal?.aborted) return;
      sleeps.push(ms);
      now += Math.max(0, ms);
      await setImmediate();
    },
  };
}
