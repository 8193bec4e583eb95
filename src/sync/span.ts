import type { GarminActivity } from './activity.ts';
import { DAY, type Instant, SECOND } from './time.ts';

/** From the first start to the last end, a day added on both sides: whether Strava's bounds are UTC is disputed. */
export function span(activities: readonly Pick<GarminActivity, 'startTime' | 'elapsedDuration' | 'duration'>[]): {
  readonly from: Instant;
  readonly until: Instant;
} {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startTime, elapsedDuration, duration } of activities) {
    from = Math.min(from, startTime);
    until = Math.max(until, startTime + (elapsedDuration ?? duration ?? 0) * SECOND);
  }
  return { from: from - DAY, until: until + DAY };
}
