import type { GarminActivity } from '../../src/sync/activity.ts';
import type { LedgerRecord, LedgerState } from '../../src/sync/ledger.ts';
import type { Ledger } from '../../src/sync/ports.ts';
import { DAY, HOUR, type Instant } from '../../src/sync/time.ts';
import { newRecord } from '../../src/sync/transitions.ts';
import { garminActivity } from './records.ts';

const SPORTS = [
  { type: 'running', name: 'Morning run', distance: 9_400, duration: 3_120 },
  { type: 'cycling', name: 'Ride to the lake', distance: 42_300, duration: 6_240 },
  { type: 'strength_training', name: 'Strength', distance: null, duration: 2_400 },
  { type: 'trail_running', name: 'Uetliberg trail', distance: 14_800, duration: 5_400 },
  { type: 'lap_swimming', name: 'Pool swim', distance: 2_000, duration: 2_520 },
] as const;

const FATES: readonly { readonly state: LedgerState; readonly detail: string; readonly every: number }[] = [
  { state: 'failed', detail: 'Strava refused the file: the file is empty', every: 29 },
  { state: 'filtered', detail: 'type strength_training is excluded', every: 23 },
  { state: 'seen', detail: 'overlaps Strava activity 9000 by 82 %', every: 19 },
  { state: 'ignored', detail: 'left out, as you asked', every: 17 },
  { state: 'on-strava', detail: 'same start and sport', every: 4 },
  { state: 'uploaded', detail: 'uploaded', every: 1 },
];

/** Activities of years: `index` 0 is the newest, a day and a half lies between two of them. */
export function historicActivity(index: number, newest: Instant): GarminActivity {
  const sport = SPORTS[index % SPORTS.length] ?? SPORTS[0];
  const startTime = newest - index * 1.5 * DAY - (index % 7) * HOUR;
  const startTimeLocal = new Date(startTime).toISOString().slice(0, 19).replace('T', ' ');
  const factor = 0.6 + ((index * 37) % 80) / 100;
  const { type, name, duration } = sport;
  const distance = sport.distance === null ? null : Math.round(sport.distance * factor);
  const id = String(20_000_000_000 - index);
  return garminActivity({
    id,
    name,
    type,
    startTime,
    startTimeLocal,
    distance,
    duration: Math.round(duration * factor),
  });
}

/** The record of such an activity, most of them uploaded, some with another fate. */
export function historicRecord(index: number, newest: Instant): LedgerRecord {
  const fate = FATES.find(({ every }) => index % every === every - 1);
  const { state = 'uploaded', detail = 'uploaded' } = fate ?? {};
  const isOnStrava = state === 'uploaded' || state === 'on-strava';
  return {
    ...newRecord(historicActivity(index, newest), newest),
    ...{ state, detail },
    hold: state === 'seen' ? 'likely-duplicate' : null,
    stravaIds: isOnStrava ? [String(15_000_000_000 - index)] : [],
  };
}

/** Fills a ledger with so many of them. */
export async function fillLedger(ledger: Ledger, many: number, newest: Instant): Promise<void> {
  const indices = Array.from({ length: many }, (_, index) => index);
  const workers = Array.from({ length: 16 }, async () => {
    for (let index = indices.pop(); index !== undefined; index = indices.pop()) {
      await ledger.put(historicRecord(index, newest));
    }
  });
  await Promise.all(workers);
}
