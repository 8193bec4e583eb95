import type { GarminActivity, StravaActivity } from './activity.ts';
import { type ExternalIdOrigin, externalIdOrigin, isNativeLink } from './external-id.ts';
import { garminFamily, stravaFamily } from './sport.ts';
import { SECOND } from './time.ts';

/** Starts this close are the same start: clocks of two services and a late first GPS fix differ by that much. */
export const SAME_START = 120 * SECOND;
/** Share of the shorter recording that both have in common, from which on they are taken for one workout. */
export const LIKELY_OVERLAP = 0.7;
const HIDDEN_START_TOLERANCE = 0.01;

export type MatchedActivity = Pick<
  GarminActivity,
  'type' | 'parentTypeId' | 'startTime' | 'startTimeLocal' | 'duration' | 'elapsedDuration' | 'distance' | 'multisport'
> & { readonly id: string };

export type Match =
  | { readonly kind: 'external-id'; readonly origin: ExternalIdOrigin; readonly stravaIds: readonly string[] }
  | { readonly kind: 'start'; readonly native: boolean; readonly stravaIds: readonly string[] }
  | { readonly kind: 'overlap'; readonly share: number; readonly stravaIds: readonly string[] }
  | { readonly kind: 'hidden-start'; readonly stravaIds: readonly string[] };

/** Signs that an activity is on Strava, the surest first. */
export const SIGNS = { id: byExternalId, start: byStart, overlap: byOverlap, 'hidden start': byHiddenStart } as const;

/** Looks a Garmin activity up among Strava's. */
export function findOnStrava(activity: MatchedActivity, rows: readonly StravaActivity[]): Match | null {
  for (const find of Object.values(SIGNS)) {
    const match = find(activity, rows);
    if (match) return match;
  }
  return null;
}

/** True when a Strava activity came from a device or app of this name; some apps say so in the external id only. */
export function isFrom({ deviceName, externalId }: StravaActivity, name: string): boolean {
  const wanted = name.toLowerCase();
  return [deviceName, externalId].some((text) => text?.toLowerCase().includes(wanted));
}

/** How near a Strava activity is to a Garmin one, by the figures that the signs look at. */
export interface Comparison {
  readonly row: StravaActivity;
  /** Seconds between the starts; positive where Strava's is later. */
  readonly startsAfter: number;
  /** Null where one of the sports is in no family. */
  readonly sameSport: boolean | null;
  /** Common share of the shorter one, from 0 to 1. */
  readonly overlap: number;
}

export function compare(activity: MatchedActivity, row: StravaActivity): Comparison {
  const isUnknown = !activity.multisport && (garminFamily(activity) === null || stravaFamily(row.sportType) === null);
  return {
    row,
    startsAfter: (row.startTime - activity.startTime) / SECOND,
    sameSport: isUnknown ? null : sameSport(activity, row),
    overlap: overlap(activity, row),
  };
}

function byExternalId(activity: MatchedActivity, rows: readonly StravaActivity[]): Match | null {
  const found = rows.flatMap((row) => {
    const origin = externalIdOrigin(row.externalId, activity.id);
    return origin ? [{ row, origin }] : [];
  });
  const [first] = found;
  return first ? { kind: 'external-id', origin: first.origin, stravaIds: found.map(({ row }) => row.id) } : null;
}

function byStart(activity: MatchedActivity, rows: readonly StravaActivity[]): Match | null {
  const startsTogether = (row: StravaActivity) => Math.abs(row.startTime - activity.startTime) <= SAME_START;
  const [closest] = rows
    .filter((row) => startsTogether(row) && sameSport(activity, row) && !isApart(activity, row))
    .sort((a, b) => Math.abs(a.startTime - activity.startTime) - Math.abs(b.startTime - activity.startTime));
  if (!closest) return null;
  const legs = activity.multisport
    ? rows.filter((row) => row !== closest && overlap(activity, row) >= LIKELY_OVERLAP)
    : [];
  const stravaIds = [closest, ...legs].map((row) => row.id);
  return { kind: 'start', native: isNativeLink(closest.externalId), stravaIds };
}

function byOverlap(activity: MatchedActivity, rows: readonly StravaActivity[]): Match | null {
  const [best] = overlapping(activity, rows);
  return best ? { kind: 'overlap', share: best.share, stravaIds: [best.row.id] } : null;
}

/** Strava's activities that are likely of the same workout, the one with the most in common first. */
export function overlapping(
  activity: MatchedActivity,
  rows: readonly StravaActivity[],
): readonly { readonly row: StravaActivity; readonly share: number }[] {
  return rows
    .filter((row) => maybeSameSport(activity, row))
    .map((row) => ({ row, share: overlap(activity, row) }))
    .filter(({ share }) => share >= LIKELY_OVERLAP)
    .sort((a, b) => b.share - a.share);
}

/** Strava shows activities with a hidden start time as one second past local midnight (its changelog, 2024-07-03). */
function byHiddenStart(activity: MatchedActivity, rows: readonly StravaActivity[]): Match | null {
  const midnight = `${activity.startTimeLocal.slice(0, 10)}T00:00:01`;
  const row = rows.find(
    (candidate) =>
      candidate.startTimeLocal === midnight &&
      maybeSameSport(activity, candidate) &&
      isClose(elapsed(activity), candidate.elapsedTime) &&
      isClose(activity.distance, candidate.distance),
  );
  return row ? { kind: 'hidden-start', stravaIds: [row.id] } : null;
}

function sameSport(activity: MatchedActivity, row: StravaActivity): boolean {
  if (activity.multisport) return true;
  const family = garminFamily(activity);
  return family !== null && family === stravaFamily(row.sportType);
}

function maybeSameSport(activity: MatchedActivity, row: StravaActivity): boolean {
  const ours = garminFamily(activity);
  const theirs = stravaFamily(row.sportType);
  return activity.multisport || ours === null || theirs === null || ours === theirs;
}

/** Seconds from start to end; Garmin's timer time where the row has no elapsed time. */
function elapsed({ elapsedDuration, duration }: Pick<GarminActivity, 'elapsedDuration' | 'duration'>): number {
  return elapsedDuration ?? duration ?? 0;
}

/** One is over before the other begins, as an aborted start and the run after it; where a length is missing, nobody knows. */
function isApart(activity: MatchedActivity, row: StravaActivity): boolean {
  return elapsed(activity) > 0 && (row.elapsedTime ?? 0) > 0 && overlap(activity, row) === 0;
}

/** Common time as a share of the shorter of both; 0 where one of them has no length. */
function overlap(activity: MatchedActivity, row: StravaActivity): number {
  const garminLength = elapsed(activity) * SECOND;
  const stravaLength = (row.elapsedTime ?? 0) * SECOND;
  const shorter = Math.min(garminLength, stravaLength);
  if (shorter <= 0) return 0;
  const end = Math.min(activity.startTime + garminLength, row.startTime + stravaLength);
  return Math.max(0, end - Math.max(activity.startTime, row.startTime)) / shorter;
}

function isClose(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.abs(a - b) <= HIDDEN_START_TOLERANCE * Math.max(a, b);
}
