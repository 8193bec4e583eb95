import type { GarminActivity, StravaActivity } from './activity.ts';
import { adopt } from './adopt.ts';
import { type Decision, decision } from './decision.ts';
import { isExternalId } from './external-id.ts';
import { isUnderway, type LedgerRecord } from './ledger.ts';
import { findOnStrava } from './match.ts';
import type { PlanContext } from './plan.ts';
import { isDue, MAX_ATTEMPTS, withNextTry } from './retry.ts';
import { type Instant, SECOND } from './time.ts';
import { failForGood, updateLeg } from './transitions.ts';

/**
 * How long after a claim Strava's list is trusted to show what arrived: processing takes under 2 s on average (its
 * upload documentation). Its own duplicate check is the guard behind this one.
 */
export const CLAIM_SETTLES = 10 * SECOND;

/** Null for a record that is due. */
export function untilDue(
  activity: GarminActivity,
  record: LedgerRecord,
  reason: 'failed' | 'pending',
  now: Instant,
): Decision | null {
  if (isDue(record, now)) return null;
  return decision(activity, 'wait', reason, { record, detail: withNextTry(record.detail, record.retryAt) });
}

/** What became of an upload that nobody heard of, by what Strava lists. */
export function decideUnderway(
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
