import { PauseError, type ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { Candidate } from './plan.ts';
import type { SyncPorts } from './planning.ts';
import { askAboutUploads } from './uploads.ts';

/** A candidate whose uploads were asked about; `stored` is the record as the ledger still has it. */
export interface PolledCandidate extends Candidate {
  readonly stored: LedgerRecord | null;
}

/**
 * Finds out what became of the uploads that an earlier run left open. When Strava wants a pause on the way, the rest stays
 * as it is stored.
 */
export async function pollCandidates(
  ports: Pick<SyncPorts, 'target' | 'clock'>,
  candidates: readonly Candidate[],
): Promise<{ readonly polled: readonly PolledCandidate[]; readonly trouble: ToolError | null }> {
  const open = candidates.flatMap(({ record }) => (record?.state === 'uploading' ? [record] : []));
  const latest = new Map(open.map((record) => [record.garminId, record]));
  let trouble: ToolError | null = null;
  try {
    await askAboutUploads(ports, latest);
  } catch (error) {
    if (!(error instanceof PauseError)) throw error;
    trouble = error;
  }
  const polled = candidates.map(({ activity, record }) => ({
    activity,
    record: latest.get(activity.id) ?? record,
    stored: record,
  }));
  return { polled, trouble };
}
