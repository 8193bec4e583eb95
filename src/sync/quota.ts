import { type Instant, MINUTE } from './time.ts';

const QUARTER_HOUR = 15 * MINUTE;

export interface BucketUsage {
  readonly limit15m: number;
  readonly used15m: number;
  readonly limitDay: number;
  readonly usedDay: number;
}

/** Strava's two buckets: all requests, and those that are not uploads. Null where Strava did not say. */
export interface QuotaUsage {
  readonly overall: BucketUsage | null;
  readonly read: BucketUsage | null;
}

/**
 * Reads one pair of Strava's rate headers, each `<15 minutes>,<day>`. Null for a missing header, a non-number, and the
 * lone comma that Strava sends as the read usage of an exempt call (recorded 2025-10-18): unknown is not zero.
 */
export function parseBucket(limit: string | null, usage: string | null): BucketUsage | null {
  const [limit15m, limitDay] = parsePair(limit);
  const [used15m, usedDay] = parsePair(usage);
  const known = limit15m !== null && limitDay !== null && used15m !== null && usedDay !== null;
  return known ? { limit15m, used15m, limitDay, usedDay } : null;
}

function parsePair(header: string | null): readonly [number | null, number | null] {
  const parts = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(header ?? '');
  return parts ? [Number(parts[1]), Number(parts[2])] : [null, null];
}

/** Strava's short windows end on the wall clock's quarter hours. */
export function nextQuarterHour(now: Instant): Instant {
  return (Math.floor(now / QUARTER_HOUR) + 1) * QUARTER_HOUR;
}

/** Strava's day ends at midnight UTC. */
export function nextUtcMidnight(now: Instant): Instant {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1);
}

/** When a refused request may be tried again. An unknown usage counts as the short window, the likelier one. */
export function resetAfterRefusal(usage: QuotaUsage | null, now: Instant): Instant {
  const buckets = [usage?.overall, usage?.read];
  const dayIsSpent = buckets.some((bucket) => bucket && bucket.usedDay >= bucket.limitDay);
  return dayIsSpent ? nextUtcMidnight(now) : nextQuarterHour(now);
}

/** What was known stays known where the newer answer does not say. */
export function mergeUsage(known: QuotaUsage | null, newer: QuotaUsage): QuotaUsage {
  return { overall: newer.overall ?? known?.overall ?? null, read: newer.read ?? known?.read ?? null };
}
