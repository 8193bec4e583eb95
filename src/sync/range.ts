import type { GarminActivity } from './activity.ts';
import { DAY, type Instant } from './time.ts';

/** One end of a range: a day of the athlete's own calendar (`YYYY-MM-DD`), or a point in time. */
export type Bound = { readonly date: string } | { readonly instant: Instant };

/** Both ends are inclusive; an open end is null. */
export interface Range {
  readonly since: Bound | null;
  readonly until: Bound | null;
}

type Started = Pick<GarminActivity, 'startTime' | 'startTimeLocal'>;

export function isBefore({ startTime, startTimeLocal }: Started, bound: Bound | null): boolean {
  if (!bound) return false;
  return 'date' in bound ? startTimeLocal.slice(0, 10) < bound.date : startTime < bound.instant;
}

function isAfter({ startTime, startTimeLocal }: Started, bound: Bound | null): boolean {
  if (!bound) return false;
  return 'date' in bound ? startTimeLocal.slice(0, 10) > bound.date : startTime > bound.instant;
}

export function isWithin(activity: Started, { since, until }: Range): boolean {
  return !isBefore(activity, since) && !isAfter(activity, until);
}

/** Calendar days that are sure to hold the range in every time zone, for Garmin's `startDate` and `endDate`. */
export function calendarDays({ since, until }: Range): { readonly startDate?: string; readonly endDate?: string } {
  const day = (bound: Bound, margin: number) =>
    'date' in bound ? bound.date : new Date(bound.instant + margin).toISOString().slice(0, 10);
  return { ...(since && { startDate: day(since, -DAY) }), ...(until && { endDate: day(until, DAY) }) };
}
