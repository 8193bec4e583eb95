import type { GarminActivity } from './activity.ts';
import type { LedgerRecord } from './ledger.ts';
import type { ActivitySource, Ledger, RejectedRow } from './ports.ts';
import { calendarDays, isBefore, isWithin, type Range } from './range.ts';

/** Rows of Garmin's list that every run compares with the ledger. */
export const NEWEST = 20;
const PAGE = 100;

export interface Listing {
  readonly activities: readonly GarminActivity[];
  readonly records: ReadonlyMap<string, LedgerRecord>;
  readonly rejected: readonly RejectedRow[];
}

export interface ListingRequest {
  readonly range: Range;
  /** Read the whole range; otherwise only the newest rows, and older pages until one holds nothing but what we know. */
  readonly whole: boolean;
}

/**
 * Reads Garmin's list as far as needed. There is no time cursor: a watch that syncs late puts its activity below newer
 * ones, so the newest rows are always compared with the ledger.
 */
export async function listActivities(
  source: ActivitySource,
  ledger: Ledger,
  request: ListingRequest,
): Promise<Listing> {
  const { range, whole } = request;
  const limit = whole ? PAGE : NEWEST;
  const activities = new Map<string, GarminActivity>();
  const records = new Map<string, LedgerRecord>();
  const rejected: RejectedRow[] = [];
  for (let start = 0; ; ) {
    const page = await source.list({ start, limit, ...(whole ? calendarDays(range) : {}) });
    rejected.push(...page.rejected);
    const fresh = page.activities.filter(({ id }) => !activities.has(id));
    for (const activity of fresh) activities.set(activity.id, activity);
    const inRange = fresh.filter((activity) => isWithin(activity, range));
    const known = await ledger.get(inRange.map(({ id }) => id));
    for (const [id, record] of known) records.set(id, record);
    start += page.rows;
    // A server may give fewer rows than asked for, so the list ends where there are none.
    const isLast = page.rows === 0 || fresh.length === 0;
    const isPastRange = page.activities.every((activity) => isBefore(activity, range.since));
    if (isLast || isPastRange || (!whole && isKnownFromHere(inRange, known))) break;
  }
  const wanted = [...activities.values()].filter((activity) => isWithin(activity, range));
  return { activities: wanted, records, rejected };
}

/**
 * True where a run has been here and dealt with all of it. What a person pushed or ignored alone is known too, but tells
 * nothing about what is older.
 */
function isKnownFromHere(rows: readonly GarminActivity[], known: ReadonlyMap<string, LedgerRecord>): boolean {
  return rows.every(({ id }) => known.has(id)) && rows.some(({ id }) => known.get(id)?.alone !== true);
}
