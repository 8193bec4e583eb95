import type { GarminActivity, StravaActivity } from './activity.ts';
import { adopt, preferred } from './adopt.ts';
import { type Decision, decision } from './decision.ts';
import { PatternError } from './errors.ts';
import { isUnderway, type LedgerRecord } from './ledger.ts';
import { findOnStrava } from './match.ts';
import { isDue, withNextTry } from './retry.ts';
import { filteredBy, type Rules } from './rules.ts';
import type { Instant } from './time.ts';
import { end, newRecord } from './transitions.ts';
import { decideUnderway, untilDue } from './underway.ts';
import { isOverdue } from './uploads.ts';

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
      return isOverdue(record, now) ? null : decision(activity, 'wait', 'pending', waitsUntil(record));
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

function waitsUntil(record: LedgerRecord) {
  return { record, detail: withNextTry(record.detail, record.retryAt) };
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
  const detail = verdictOf(rules, activity);
  if (detail === null) return null;
  // Nobody knows whether it may go over, and Strava lets no program take it back.
  if (detail instanceof PatternError) return decision(activity, 'fail', 'failed', { detail: whole(detail), record });
  if (record?.state === 'filtered' && record.detail === detail)
    return decision(activity, 'skip', 'filtered', { detail, record });
  const write = end(record ?? newRecord(activity, now), 'filtered', { detail, now });
  return decision(activity, 'skip', 'filtered', { detail, record, write });
}

function verdictOf(rules: Rules, activity: GarminActivity): string | PatternError | null {
  try {
    return filteredBy(rules, activity);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}

function whole({ message, hint }: PatternError): string {
  return `${message} ${hint}`;
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
