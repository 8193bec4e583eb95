import { RateLimitedError, type ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { Candidate } from './plan.ts';
import type { SyncPorts } from './planning.ts';
import { findUploads, pollUploads } from './uploads.ts';

/** A candidate whose uploads were asked about; `stored` is the record as the ledger still has it. */
export interface PolledCandidate extends Candidate {
  readonly stored: LedgerRecord | null;
}

/**
 * Asks Strava what became of the uploads that an earlier run left open: one listing for many of them, then a question for
 * each that is left. When the quota ends on the way, the rest stays as it is stored.
 */
export async function askAboutUploads(
  { target, clock }: Pick<SyncPorts, 'target' | 'clock'>,
  candidates: readonly Candidate[],
): Promise<{ readonly polled: readonly PolledCandidate[]; readonly trouble: ToolError | null }> {
  const latest = new Map<string, LedgerRecord>(
    candidates.flatMap(({ record }) => (isOpen(record) ? [[record.garminId, record]] : [])),
  );
  let trouble: ToolError | null = null;
  try {
    for (const found of await findUploads(target, [...latest.values()], clock.now())) latest.set(found.garminId, found);
    for (const [id, record] of latest) {
      if (isOpen(record)) latest.set(id, await pollUploads(target, record, clock.now()));
    }
  } catch (error) {
    if (!(error instanceof RateLimitedError)) throw error;
    trouble = error;
  }
  const polled = candidates.map(({ activity, record }) => ({
    activity,
    record: latest.get(activity.id) ?? record,
    stored: record,
  }));
  return { polled, trouble };
}

function isOpen(record: LedgerRecord | null): record is LedgerRecord {
  return record?.state === 'uploading';
}
