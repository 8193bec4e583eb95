import { FileError, ServiceError } from './errors.ts';
import { isUnderway, kindOf, type LedgerRecord } from './ledger.ts';
import type { Listing } from './listing.ts';
import type { Candidate } from './plan.ts';
import type { ActivitySource, Store } from './ports.ts';
import { isWithin, type Range } from './range.ts';
import { isDue } from './retry.ts';
import type { Clock } from './time.ts';
import { activityOf, failForNow } from './transitions.ts';

/** A candidate about which this run may have found something out; `stored` is the record as the ledger still has it. */
export interface StoredCandidate extends Candidate {
  readonly stored: LedgerRecord | null;
}

interface CandidatePorts {
  readonly source: ActivitySource;
  readonly store: Pick<Store, 'ledger'>;
  readonly clock: Clock;
}

/** What is listed, as the ledger knows it. */
export function listedCandidates({ activities, records }: Listing): readonly StoredCandidate[] {
  return activities.map((activity) => {
    const record = records.get(activity.id) ?? null;
    return { activity, record, stored: record };
  });
}

/**
 * What the ledger knows to be unfinished although Garmin's list no longer shows it. Only where a recording came from can
 * it be had again.
 * @throws PauseError, AuthRequiredError
 */
export async function unlistedCandidates(
  ports: CandidatePorts,
  listing: Listing,
  range: Range,
): Promise<readonly StoredCandidate[]> {
  const listed = new Set(listing.activities.map(({ id }) => id));
  const open = (await ports.store.ledger.open()).filter(
    (record) =>
      kindOf(record.garminId) === ports.source.kind &&
      !listed.has(record.garminId) &&
      (isUnderway(record) || isWithin(record.activity, range)),
  );
  const found: StoredCandidate[] = [];
  for (const record of open) found.push(await recalled(ports, record));
  return found;
}

/** Rules and texts want more of an activity than the ledger keeps, so Garmin is asked about what may be uploaded now. */
async function recalled({ source, clock }: CandidatePorts, record: LedgerRecord): Promise<StoredCandidate> {
  const known = { activity: activityOf(record), record, stored: record };
  const now = clock.now();
  if (record.state === 'uploading' || !isDue(record, now)) return known;
  try {
    return { ...known, activity: (await source.find(record.garminId)) ?? known.activity };
  } catch (error) {
    if (!(error instanceof ServiceError || error instanceof FileError)) throw error;
    // What may be at Strava has passed the rules already.
    return record.state === 'claimed' ? known : { ...known, record: failForNow(record, error.message, now) };
  }
}
