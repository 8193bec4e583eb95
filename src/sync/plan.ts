import type { GarminActivity, StravaActivity } from './activity.ts';
import { type Decision, decision } from './decision.ts';
import { isExternalId } from './external-id.ts';
import { isUnderway, type LedgerRecord } from './ledger.ts';
import { findOnStrava, isFrom, type Match, overlapping } from './match.ts';
import { isDue, MAX_ATTEMPTS, withNextTry } from './retry.ts';
import { filteredBy, type Rules } from './rules.ts';
import { type Instant, SECOND } from './time.ts';
import { end, failForGood, hold, newRecord, updateLeg } from './transitions.ts';
import { isOverdue } from './uploads.ts';

/**
 * How long after a claim Strava's list is trusted to show what arrived: processing takes under 2 s on average (its
 * upload documentation). Its own duplicate check is the guard behind this one.
 */
export const CLAIM_SETTLES = 10 * SECOND;

export interface PlanContext {
  readonly now: Instant;
  readonly rules: Rules;
  readonly onLikelyDuplicate: 'skip' | 'upload';
  /** Devices and apps whose recording of a workout is the one to keep. */
  readonly prefer?: readonly string[];
}

export interface Candidate {
  readonly activity: GarminActivity;
  readonly record: LedgerRecord | null;
}

/** Steps 1 to 3 of the ladder: what ledger, rules and Garmin's row decide, the first that can. */
export const FIRST_STEPS = { ledger: byLedger, rules: byRules, recording: byManualEntry } as const;

/** What the first steps decide. Null: only Strava can tell. */
export function decideWithoutStrava(candidate: Candidate, context: PlanContext): Decision | null {
  for (const decide of Object.values(FIRST_STEPS)) {
    const decided = decide(candidate, context);
    if (decided) return decided;
  }
  return null;
}

function byLedger({ activity, record }: Candidate, { now, onLikelyDuplicate }: PlanContext): Decision | null {
  if (!record) return null;
  const known = { detail: record.detail, record };
  switch (record.state) {
    case 'uploaded':
    case 'on-strava':
    case 'duplicate':
    case 'ignored':
    case 'removed':
    case 'no-file':
      return decision(activity, 'skip', record.state, known);
    case 'uploading':
      return isOverdue(record, now) ? null : decision(activity, 'wait', 'pending', known);
    case 'failed':
      if (record.retryAt === null) return decision(activity, 'skip', 'failed', known);
      return untilDue(activity, record, 'failed', now) ?? resumed(activity, record);
    case 'seen':
      if (record.hold === 'likely-duplicate' && onLikelyDuplicate === 'skip')
        return decision(activity, 'skip', 'likely-duplicate', known);
      if (record.hold === 'not-ready' && !isDue(record, now)) return decision(activity, 'wait', 'pending', known);
      return null;
    case 'claimed':
      return untilDue(activity, record, 'pending', now);
    case 'filtered':
      return null;
  }
}

function untilDue(
  activity: GarminActivity,
  record: LedgerRecord,
  reason: 'failed' | 'pending',
  now: Instant,
): Decision | null {
  if (isDue(record, now)) return null;
  return decision(activity, 'wait', reason, { record, detail: withNextTry(record.detail, record.retryAt) });
}

/** Some files of it are on Strava already, so that looking it up there would end it too early. */
function resumed(activity: GarminActivity, record: LedgerRecord): Decision | null {
  const done = record.legs.filter((leg) => leg.state === 'uploaded' || leg.state === 'duplicate').length;
  if (done === 0) return null;
  return decision(activity, 'upload', 'new', {
    record,
    detail: `${done} of ${record.legs.length} files are on Strava`,
  });
}

function byRules({ activity, record }: Candidate, { now, rules }: PlanContext): Decision | null {
  // What is on its way already is finished, whatever the rules say today.
  if (record && isUnderway(record)) return null;
  const detail = filteredBy(rules, activity);
  if (detail === null) return null;
  if (record?.state === 'filtered' && record.detail === detail)
    return decision(activity, 'skip', 'filtered', { detail, record });
  const write = end(record ?? newRecord(activity, now), 'filtered', { detail, now });
  return decision(activity, 'skip', 'filtered', { detail, record, write });
}

function byManualEntry({ activity, record }: Candidate, { now }: PlanContext): Decision | null {
  if (!activity.manual) return null;
  const detail = 'typed in by hand at Garmin, there is no recording';
  const write = end(record ?? newRecord(activity, now), 'no-file', { detail, now });
  return decision(activity, 'skip', 'no-file', { detail, record, write });
}

/** Steps 4 to 7, and what became of an upload that nobody heard of: what Strava's list decides. */
export function decideWithStrava(
  candidate: Candidate,
  rows: readonly StravaActivity[],
  context: PlanContext,
): Decision {
  const { activity, record } = candidate;
  if (record && isUnderway(record)) return decideUnderway(activity, record, rows, context);
  const match = findOnStrava(activity, rows);
  if (!match) return decision(activity, 'upload', 'new', { detail: 'not on Strava yet', record });
  const wanted = match.kind === 'overlap' ? preferred(candidate, rows, context) : null;
  return wanted ?? adopt(candidate, match, context);
}

/** Another recording of the same workout, where the user wants that one, however much more a third has in common with ours. */
function preferred(
  { activity, record }: Candidate,
  rows: readonly StravaActivity[],
  { now, prefer = [] }: PlanContext,
): Decision | null {
  const found = overlapping(activity, rows).flatMap(({ row }) => {
    const source = prefer.find((name) => isFrom(row, name));
    return source === undefined ? [] : [{ source, stravaIds: [row.id] }];
  });
  const [first] = found;
  if (!first) return null;
  const { source, stravaIds } = first;
  const detail = `${source} has recorded it too, which you prefer`;
  const write = end(record ?? newRecord(activity, now), 'on-strava', { detail, stravaIds, now });
  return decision(activity, 'skip', 'on-strava', { detail, record, write });
}

function decideUnderway(
  activity: GarminActivity,
  record: LedgerRecord,
  rows: readonly StravaActivity[],
  context: PlanContext,
): Decision {
  const { now } = context;
  let found = record;
  for (const leg of record.legs.filter(isUnderway)) {
    const stravaIds = rows.filter((row) => isExternalId(row.externalId, leg.externalId)).map(({ id }) => id);
    if (stravaIds.length > 0) found = updateLeg(found, leg.externalId, { state: 'uploaded', stravaIds }, now);
  }
  if (found.state === 'uploaded' || found.state === 'duplicate') {
    return decision(activity, 'skip', found.state, { detail: 'an earlier run had uploaded it', record, write: found });
  }
  if (record.state === 'claimed' && now - record.updatedAt < CLAIM_SETTLES) {
    return decision(activity, 'wait', 'pending', {
      detail: 'an upload may be in flight, looked up again shortly',
      record,
    });
  }
  const match = record.legs.length === 1 ? findOnStrava(activity, rows) : null;
  if (match) return adopt({ activity, record }, match, context);
  const write = found === record ? null : found;
  const waiting = record.state === 'claimed' ? untilDue(activity, record, 'pending', now) : null;
  if (waiting) return { ...waiting, write };
  const givenUp = whyGivenUp(record);
  if (givenUp !== null) {
    return decision(activity, 'fail', 'failed', { detail: givenUp, record, write: failForGood(found, givenUp, now) });
  }
  const detail = 'an earlier try did not reach Strava';
  return decision(activity, 'upload', 'new', { detail, record, write });
}

/** Why a file that Strava does not list is not posted by itself once more; null where it is. */
function whyGivenUp({ state, attempts }: LedgerRecord): string | null {
  if (state === 'uploading') return 'Strava has not finished the upload within a day and does not list it';
  return attempts < MAX_ATTEMPTS ? null : `Strava never answered the upload in ${attempts} tries and does not list it`;
}

function adopt({ activity, record }: Candidate, match: Match, context: PlanContext): Decision {
  const { now, onLikelyDuplicate } = context;
  const { stravaIds } = match;
  const detail = explain(match);
  const base = record ?? newRecord(activity, now);
  const ownLeg = match.kind === 'external-id' && match.origin === 'ours' && base.legs.length === 1 && base.legs[0];
  if (ownLeg) {
    const write = updateLeg(base, ownLeg.externalId, { state: 'uploaded', stravaIds }, now);
    return decision(activity, 'skip', 'uploaded', { detail: 'an earlier run had uploaded it', record, write });
  }
  if (match.kind === 'external-id' || match.kind === 'start') {
    const write = end(base, 'on-strava', { detail, stravaIds, now });
    return decision(activity, 'skip', 'on-strava', { detail, record, write });
  }
  if (onLikelyDuplicate === 'upload') {
    return decision(activity, 'upload', 'new', { detail: `${detail}, uploaded as you asked`, record });
  }
  const write = hold(base, 'likely-duplicate', { detail, stravaIds, retryAt: null, now });
  return decision(activity, 'skip', 'likely-duplicate', { detail, record, write });
}

const ORIGINS = {
  ours: 'uploaded by this tool before',
  'original-tool': 'uploaded by an earlier tool under its Garmin id',
  'native-push': "came through Garmin's own link to Strava",
} as const;

function explain(match: Match): string {
  switch (match.kind) {
    case 'external-id':
      return ORIGINS[match.origin];
    case 'start':
      return match.native ? "same start and sport, came through Garmin's own link to Strava" : 'same start and sport';
    case 'overlap':
      return `overlaps Strava activity ${match.stravaIds[0]} by ${Math.floor(match.share * 100)} %`;
    case 'hidden-start':
      return `same day, length and distance as Strava activity ${match.stravaIds[0]}, whose start is hidden`;
  }
}
