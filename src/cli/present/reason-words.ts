import type { Reason } from '../../sync/decision.ts';
import type { Hold, LedgerRecord, LedgerState } from '../../sync/ledger.ts';

/** Reasons as a person reads them; they continue a count: "3 found on Strava". */
export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  new: 'new',
  uploaded: 'uploaded',
  'on-strava': 'found on Strava',
  duplicate: 'refused as a duplicate by Strava',
  'likely-duplicate': 'likely on Strava already',
  filtered: 'filtered',
  'no-file': 'without a file',
  ignored: 'ignored',
  removed: 'deleted on Strava',
  pending: 'waiting',
  failed: 'failed',
  'rate-limited': 'waiting for the quota',
};

/** States of the ledger as a person reads them. */
const STATE_WORDS: Readonly<Record<LedgerState, string>> = {
  seen: 'undecided',
  claimed: 'being uploaded',
  uploading: 'being processed',
  uploaded: 'uploaded',
  'on-strava': 'on Strava',
  duplicate: 'on Strava',
  filtered: 'filtered',
  ignored: 'ignored',
  'no-file': 'no file',
  removed: 'deleted on Strava',
  failed: 'failed',
};

const HOLD_WORDS: Readonly<Record<Hold, string>> = {
  'likely-duplicate': 'likely on Strava',
  'not-ready': 'no file yet',
};

/** What has become of an activity, in a few words. */
export function stateWords({ state, hold }: Pick<LedgerRecord, 'state' | 'hold'>): string {
  return hold === null ? STATE_WORDS[state] : HOLD_WORDS[hold];
}
