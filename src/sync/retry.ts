import { HOUR, type Instant, MINUTE, toIso } from './time.ts';

const DELAYS = [1 * MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR] as const;
/** After this many tries in a row a failure counts as final. */
export const MAX_ATTEMPTS = DELAYS.length + 1;

/** When the try after the `attempts`-th failed one is due; null when it was the last. */
export function nextTry(attempts: number, now: Instant): Instant | null {
  const delay = DELAYS[attempts - 1];
  return delay === undefined ? null : now + delay;
}

/** An upload is asked about after a minute, and then each time it has become twice as old, but once in half an hour. */
export function nextQuestion(age: number, now: Instant): Instant {
  return now + Math.min(Math.max(age, 1 * MINUTE), 30 * MINUTE);
}

/** True where nothing says to wait longer. */
export function isDue({ retryAt }: { readonly retryAt: Instant | null }, now: Instant): boolean {
  return retryAt === null || retryAt <= now;
}

/** The sentence `detail`, with the time of the next try where there is one. */
export function withNextTry(detail: string, retryAt: Instant | null): string {
  return retryAt === null ? detail : `${detail.replace(/\.$/, '')}; next try ${toIso(retryAt)}`;
}
