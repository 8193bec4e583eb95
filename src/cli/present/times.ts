import { type Instant, toIso } from '../../sync/time.ts';

/** `2026-11-20 12:30`, in UTC as Strava's quota has it. */
export function dateTime(instant: Instant): string {
  return toIso(instant).slice(0, 16).replace('T', ' ');
}

/** `12:30`, in UTC. */
export function timeOfDay(instant: Instant): string {
  return toIso(instant).slice(11, 16);
}
