import type { GarminActivity, StravaActivity } from './activity.ts';
import type { UploadTarget } from './ports.ts';
import { DAY, type Instant, SECOND } from './time.ts';

type Dated = Pick<GarminActivity, 'startTime' | 'elapsedDuration' | 'duration'>;

interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Between what is farther apart than this there may be pages of rows that nobody asked for. */
const GAP = 30 * DAY;
/** Each listing costs a request more for the empty page that ends it. */
const MOST_LISTINGS = 3;

/** From the first start to the last end, a day added on both sides: whether Strava's bounds are UTC is disputed. */
export function span(activities: readonly Dated[]): Span {
  let [from, until] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { startTime, elapsedDuration, duration } of activities) {
    from = Math.min(from, startTime);
    until = Math.max(until, startTime + (elapsedDuration ?? duration ?? 0) * SECOND);
  }
  return { from: from - DAY, until: until + DAY };
}

/** Strava's activities around these, without those of the longest gaps between them. */
export async function listAround(
  target: Pick<UploadTarget, 'list'>,
  activities: readonly Dated[],
): Promise<readonly StravaActivity[]> {
  const rows: StravaActivity[] = [];
  for (const part of parts(activities)) rows.push(...(await target.list(part)));
  return rows;
}

/** The fewest requests that {@link listAround} takes: a page and the empty one after it, for each part. */
export function leastRequests(activities: readonly Dated[]): number {
  return 2 * parts(activities).length;
}

function parts(activities: readonly Dated[]): readonly Span[] {
  const each = activities.map((activity) => span([activity])).sort((a, b) => a.from - b.from);
  const gaps = each.slice(1).map(({ from }, before) => from - (each[before]?.until ?? from));
  const longest = gaps.filter((gap) => gap > GAP).sort((a, b) => b - a);
  const least = longest[MOST_LISTINGS - 1] ?? GAP;
  const found: Span[] = [];
  for (const next of each) {
    const last = found.at(-1);
    if (!last || next.from - last.until > least) found.push(next);
    else found[found.length - 1] = { from: last.from, until: Math.max(last.until, next.until) };
  }
  return found;
}
