import type { GarminActivity } from './activity.ts';
import type { ActivitySummary, LedgerRecord, LedgerState, LegRecord } from './ledger.ts';
import { nextTry } from './retry.ts';
import type { Instant } from './time.ts';

/** The record of an activity that the ledger does not know yet. */
export function newRecord(activity: GarminActivity, now: Instant): LedgerRecord {
  return {
    garminId: activity.id,
    version: 0,
    state: 'seen',
    activity: summaryOf(activity),
    legs: [],
    stravaIds: [],
    detail: '',
    attempts: 0,
    retryAt: null,
    hold: null,
    updatedAt: now,
  };
}

export function summaryOf(activity: GarminActivity): ActivitySummary {
  const { name, type, parentTypeId, startTime, startTimeLocal, duration, elapsedDuration, distance, multisport } =
    activity;
  return { name, type, parentTypeId, startTime, startTimeLocal, duration, elapsedDuration, distance, multisport };
}

/** What the ledger keeps of an activity, where Garmin is not asked for the rest. */
export function activityOf({ garminId, activity }: LedgerRecord): GarminActivity {
  const unknown = { description: null, manual: false, hasGps: null, deviceId: null, manufacturer: null, place: null };
  return { id: garminId, ...activity, ...unknown };
}

/** An end that is reached without an upload: adopted from Strava, filtered, without a file. */
export function end(
  record: LedgerRecord,
  state: Extract<LedgerState, 'on-strava' | 'filtered' | 'no-file' | 'ignored' | 'removed'>,
  facts: { readonly detail: string; readonly stravaIds?: readonly string[]; readonly now: Instant },
): LedgerRecord {
  const { detail, stravaIds = [], now } = facts;
  return { ...record, state, stravaIds, detail, attempts: 0, retryAt: null, hold: null, updatedAt: now };
}

/** Known, and left alone until a person or `retryAt` decides otherwise. */
export function hold(
  record: LedgerRecord,
  why: NonNullable<LedgerRecord['hold']>,
  facts: {
    readonly detail: string;
    readonly stravaIds?: readonly string[];
    readonly retryAt: Instant | null;
    readonly now: Instant;
  },
): LedgerRecord {
  const { detail, stravaIds = [], retryAt, now } = facts;
  const attempts = why === 'not-ready' ? record.attempts + 1 : record.attempts;
  return { ...record, state: 'seen', hold: why, detail, stravaIds, attempts, retryAt, updatedAt: now };
}

/** Says, before the first byte leaves, that these files are about to be posted. Legs that are done stay done, and so does the record where all are. */
export function claim(
  record: LedgerRecord,
  files: readonly { readonly externalId: string; readonly sessions: number }[],
  now: Instant,
): LedgerRecord {
  const legs = files.map(({ externalId, sessions }): LegRecord => {
    const known = record.legs.find((leg) => leg.externalId === externalId);
    if (known && isDone(known)) return known;
    return { externalId, state: 'claimed', uploadId: null, sessions, stravaIds: [], detail: null };
  });
  if (legs.every(isDone)) return settle({ ...record, legs, hold: null, updatedAt: now });
  return {
    ...record,
    state: 'claimed',
    legs,
    detail: 'about to be uploaded',
    retryAt: null,
    hold: null,
    updatedAt: now,
  };
}

function isDone({ state }: LegRecord): boolean {
  return state === 'uploaded' || state === 'duplicate';
}

/** What the files say, once a person's word against them is taken back; null where they do not tell the whole story. */
export function restore(record: LedgerRecord, now: Instant): LedgerRecord | null {
  const isWhole = record.legs.length > 0 && record.legs.every(isDone);
  return isWhole ? settle({ ...record, hold: null, updatedAt: now }) : null;
}

export function updateLeg(
  record: LedgerRecord,
  externalId: string,
  change: Partial<LegRecord>,
  now: Instant,
): LedgerRecord {
  const legs = record.legs.map((leg) => (leg.externalId === externalId ? { ...leg, ...change } : leg));
  return settle({ ...record, legs, updatedAt: now });
}

/** Derives the record's own state from its legs. */
function settle(record: LedgerRecord): LedgerRecord {
  const { legs } = record;
  const stravaIds = [...new Set(legs.flatMap((leg) => leg.stravaIds))];
  const has = (state: LegRecord['state']) => legs.some((leg) => leg.state === state);
  if (has('uploading'))
    return { ...record, state: 'uploading', stravaIds, detail: 'Strava is still processing the file' };
  if (has('claimed')) return { ...record, state: 'claimed', stravaIds };
  const done = { ...record, stravaIds, retryAt: null, attempts: 0 };
  const failed = legs.find((leg) => leg.state === 'failed');
  if (failed)
    return {
      ...done,
      state: 'failed',
      detail: failed.detail ?? 'Strava refused the file',
      attempts: record.attempts + 1,
    };
  if (has('uploaded')) return { ...done, state: 'uploaded', detail: 'uploaded' };
  return { ...done, state: 'duplicate', detail: 'Strava already has this recording' };
}

/** A failure that another try will not change. */
export function failForGood(record: LedgerRecord, detail: string, now: Instant): LedgerRecord {
  return {
    ...record,
    state: 'failed',
    detail,
    attempts: record.attempts + 1,
    retryAt: null,
    hold: null,
    updatedAt: now,
  };
}

/** A failure that may pass; final after too many of them. */
export function failForNow(record: LedgerRecord, detail: string, now: Instant): LedgerRecord {
  const failed = failForGood(record, detail, now);
  return { ...failed, retryAt: nextTry(failed.attempts, now) };
}

/**
 * A claim whose post may have arrived stays one: when it is due, Strava's list is looked at before another try. The first
 * time that is in the next run.
 */
export function answerLost(record: LedgerRecord, now: Instant): LedgerRecord {
  const attempts = record.attempts + 1;
  const isFirst = attempts === 1;
  const detail = `Strava's answer to the upload was lost${isFirst ? '; the next run looks whether it arrived' : ''}`;
  return { ...record, detail, attempts, retryAt: isFirst ? null : nextTry(attempts - 1, now), updatedAt: now };
}

/** Refused before anything was handed over, through no fault of the activity: due again at `retryAt`, no try spent. */
export function postpone(record: LedgerRecord, detail: string, retryAt: Instant, now: Instant): LedgerRecord {
  const isPartlyDone = record.legs.some(isDone);
  return { ...record, state: isPartlyDone ? 'failed' : 'seen', detail, retryAt, hold: null, updatedAt: now };
}
