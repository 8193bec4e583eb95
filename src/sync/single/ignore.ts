import type { GarminActivity } from '../activity.ts';
import { BusyError } from '../errors.ts';
import type { LedgerRecord } from '../ledger.ts';
import type { Store } from '../ports.ts';
import type { Clock } from '../time.ts';
import { end, hold, newRecord, restore } from '../transitions.ts';
import { updateRecord } from './update-record.ts';

interface IgnorePorts {
  readonly store: Pick<Store, 'ledger'>;
  readonly clock: Clock;
}

/** Never uploads this activity. Null when it is ignored already. @throws BusyError while it is being uploaded */
export async function ignoreActivity(
  { store, clock }: IgnorePorts,
  activity: GarminActivity,
): Promise<LedgerRecord | null> {
  return updateRecord(store.ledger, activity.id, (record) => {
    if (record?.state === 'ignored') return null;
    if (record?.state === 'claimed' || record?.state === 'uploading') throw underway(activity.id);
    const now = clock.now();
    return end(record ?? { ...newRecord(activity, now), alone: true }, 'ignored', {
      detail: 'as you asked',
      now,
    });
  });
}

/** Lets the rules decide on it anew; what has gone over before is that again. Null when it is not ignored. */
export async function unignoreActivity({ store, clock }: IgnorePorts, garminId: string): Promise<LedgerRecord | null> {
  return updateRecord(store.ledger, garminId, (record) => {
    if (record?.state !== 'ignored') return null;
    const now = clock.now();
    const restored = restore(record, now);
    if (restored) return restored;
    // Due at once, so that a run takes it up although Garmin's list may no longer show it among the newest.
    return hold(record, 'not-ready', { detail: 'to be decided anew', retryAt: now, now });
  });
}

function underway(garminId: string): BusyError {
  return new BusyError({
    message: `Activity ${garminId} is being uploaded at this moment.`,
    hint: 'Wait a minute and try again; what is on Strava by then has to be deleted there by hand.',
  });
}
