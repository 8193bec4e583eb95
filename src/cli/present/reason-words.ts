import type { Reason } from '../../sync/decision.ts';

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
