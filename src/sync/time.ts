import { setTimeout as delay } from 'node:timers/promises';

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The only way this project reads the time or waits, so that tests can do both at will. */
export interface Clock {
  now(): Instant;
  /** Waits `ms` milliseconds; an aborted `signal` ends the wait early without an error. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await delay(Math.max(0, ms), undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};

/** `2026-11-20T06:30:00Z`: to the second, as the services write it. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
