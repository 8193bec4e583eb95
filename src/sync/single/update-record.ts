import { ConflictError } from '../errors.ts';
import type { LedgerRecord } from '../ledger.ts';
import type { Ledger } from '../ports.ts';

const TRIES = 5;

/**
 * Changes a record on a person's word. Where a run was faster it looks again; null from `change` leaves it as it is.
 * @throws ConflictError when runs are faster every time
 */
export async function updateRecord(
  ledger: Ledger,
  garminId: string,
  change: (record: LedgerRecord | null) => LedgerRecord | null,
): Promise<LedgerRecord | null> {
  for (let tried = 1; ; tried += 1) {
    const changed = change((await ledger.get([garminId])).get(garminId) ?? null);
    if (!changed) return null;
    try {
      return await ledger.put(changed);
    } catch (error) {
      if (!(error instanceof ConflictError) || tried === TRIES) throw error;
    }
  }
}
