import type { GarminActivity } from '../../sync/activity.ts';
import type { Decision, Reason } from '../../sync/decision.ts';
import type { LedgerRecord } from '../../sync/ledger.ts';
import { REASON_WORDS } from '../present/reason-words.ts';
import type { Action, ActivityView, Outcome } from './api.ts';

/** An activity as the ledger has it. */
export function viewOfRecord(record: LedgerRecord): ActivityView {
  const { garminId, activity, detail, stravaIds } = record;
  const reason = reasonOf(record);
  const outcome = isDueAgain(record) ? 'waiting' : outcomeOf(reason);
  return { ...facts(garminId, activity), ...fate(reason, outcome, record), detail, stravaIds };
}

/** An activity as a plan, or a run, decided on it. */
export function viewOfDecision({ activity, kind, reason, detail, stravaIds, record }: Decision): ActivityView {
  const isDone = record?.state === 'uploaded';
  const shown: Reason = kind === 'upload' && isDone ? 'uploaded' : reason;
  const waits = kind === 'wait' || (kind === 'fail' && record !== null && isDueAgain(record));
  const outcome = waits ? 'waiting' : outcomeOf(shown);
  return { ...facts(activity.id, activity), ...fate(shown, outcome, record), detail, stravaIds };
}

/** A failure that a run tries again by itself; the others count as failed. */
export function isDueAgain({ state, retryAt }: Pick<LedgerRecord, 'state' | 'retryAt'>): boolean {
  return state === 'failed' && retryAt !== null;
}

type Facts = Pick<GarminActivity, 'name' | 'type' | 'startTimeLocal' | 'distance' | 'duration'>;

function facts(garminId: string, { name, type, startTimeLocal, distance, duration }: Facts) {
  return { garminId, name, type, start: startTimeLocal, distance, duration };
}

function fate(reason: Reason, outcome: Outcome, record: LedgerRecord | null) {
  return {
    outcome,
    reason: REASON_WORDS[reason],
    actions: actionsOn(reason, outcome, record),
    version: record?.version ?? null,
    overrules: OVERRULED.has(reason),
  };
}

/** What was decided on for good. The rest goes up the ladder, where Strava is asked whether it has it. */
const OVERRULED: ReadonlySet<Reason> = new Set(['likely-duplicate', 'filtered', 'ignored']);

function reasonOf({ state, hold }: LedgerRecord): Reason {
  switch (state) {
    case 'seen':
      return hold === 'likely-duplicate' ? hold : 'pending';
    case 'claimed':
    case 'uploading':
      return 'pending';
    default:
      return state;
  }
}

function outcomeOf(reason: Reason): Outcome {
  switch (reason) {
    case 'new':
      return 'planned';
    case 'uploaded':
    case 'failed':
      return reason;
    case 'on-strava':
    case 'duplicate':
      return 'on-strava';
    case 'pending':
    case 'rate-limited':
      return 'waiting';
    // A person can settle it.
    case 'likely-duplicate':
    case 'filtered':
    case 'no-file':
    case 'ignored':
    case 'removed':
      return 'left-out';
  }
}

/** Nothing can be done about what is on Strava, on its way there, or without a file. */
function actionsOn(reason: Reason, outcome: Outcome, record: LedgerRecord | null): readonly Action[] {
  const isOnItsWay = record?.state === 'claimed' || record?.state === 'uploading';
  if (isOnItsWay || outcome === 'uploaded' || outcome === 'on-strava') return [];
  switch (reason) {
    case 'no-file':
    case 'removed':
      return [];
    // What was ignored after it had gone over would go over twice.
    case 'ignored':
      return record?.legs.some(({ state }) => state === 'uploaded' || state === 'duplicate') ? [] : ['push'];
    case 'filtered':
      return ['push'];
    default:
      return ['push', 'ignore'];
  }
}
