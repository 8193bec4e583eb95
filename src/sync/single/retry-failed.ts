import type { LedgerRecord } from '../ledger.ts';
import type { Store } from '../ports.ts';
import type { Clock } from '../time.ts';
import { updateRecord } from './update-record.ts';

interface RetryPorts {
  readonly store: Pick<Store, 'ledger'>;
  readonly clock: Clock;
}

/** Makes what has failed due again, with all its tries before it: one activity, or all. Returns their ids. */
export async function retryFailed(ports: RetryPorts, garminId: string | null): Promise<readonly string[]> {
  const { ledger } = ports.store;
  const ids = garminId === null ? await failedIds(ledger.all()) : [garminId];
  const due: string[] = [];
  for (const id of ids) {
    const changed = await updateRecord(ledger, id, (record) => dueNow(record, ports.clock));
    if (changed) due.push(id);
  }
  return due;
}

function dueNow(record: LedgerRecord | null, clock: Clock): LedgerRecord | null {
  if (!record || !isStuck(record)) return null;
  const now = clock.now();
  return { ...record, attempts: 0, retryAt: now, updatedAt: now };
}

async function failedIds(records: AsyncIterable<LedgerRecord>): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const record of records) if (isStuck(record)) ids.push(record.garminId);
  return ids;
}

/** What waits for its file or for its next look counts too: a person may know that it is there now. */
function isStuck({ state, hold, retryAt }: LedgerRecord): boolean {
  return state === 'failed' || hold === 'not-ready' || (state === 'claimed' && retryAt !== null);
}
