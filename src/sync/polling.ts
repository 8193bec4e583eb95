import type { StoredCandidate } from './candidates.ts';
import { PauseError, type ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { SyncPorts } from './planning.ts';
import { isDue, nextQuestion } from './retry.ts';
import type { Instant } from './time.ts';
import { askAboutUploads } from './uploads.ts';

/**
 * Finds out what became of the uploads that an earlier run left open and that are due. What has no outcome yet is due
 * later; when Strava wants a pause on the way, the rest stays as it is stored.
 */
export async function pollCandidates(
  ports: Pick<SyncPorts, 'target' | 'clock'>,
  candidates: readonly StoredCandidate[],
): Promise<{ readonly polled: readonly StoredCandidate[]; readonly trouble: ToolError | null }> {
  const now = ports.clock.now();
  const due = candidates.flatMap(({ record }) => (record?.state === 'uploading' && isDue(record, now) ? [record] : []));
  const latest = new Map(due.map((record) => [record.garminId, record]));
  let trouble: ToolError | null = null;
  try {
    await askAboutUploads(ports, latest);
    for (const record of latest.values()) latest.set(record.garminId, askedLater(record, now));
  } catch (error) {
    if (!(error instanceof PauseError)) throw error;
    trouble = error;
  }
  const polled = candidates.map((it) => ({ ...it, record: latest.get(it.activity.id) ?? it.record }));
  return { polled, trouble };
}

function askedLater(record: LedgerRecord, now: Instant): LedgerRecord {
  return record.state === 'uploading' ? { ...record, retryAt: nextQuestion(now - record.updatedAt, now) } : record;
}
