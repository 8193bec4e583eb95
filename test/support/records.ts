import type { GarminActivity, StravaActivity } from '../../src/sync/activity.ts';
import type { LedgerRecord } from '../../src/sync/ledger.ts';
import { newRecord } from '../../src/sync/transitions.ts';

export const NOON = Date.UTC(2026, 10, 20, 12);

/** A run of an hour that started at noon; whatever matters to a test is given. */
export function garminActivity(facts: Partial<GarminActivity> = {}): GarminActivity {
  return {
    id: '20000000001',
    name: 'Lunch run',
    description: null,
    type: 'running',
    parentTypeId: 1,
    startTime: NOON,
    startTimeLocal: '2026-11-20 13:00:00',
    duration: 3_600,
    elapsedDuration: 3_600,
    distance: 10_000,
    manual: false,
    multisport: false,
    hasGps: true,
    deviceId: '3618356072',
    manufacturer: 'GARMIN',
    place: null,
    ...facts,
  };
}

/** The same hour as Strava lists it, brought there by somebody else. */
export function stravaActivity(facts: Partial<StravaActivity> = {}): StravaActivity {
  return {
    id: '9000',
    name: 'Afternoon Run',
    sportType: 'Run',
    startTime: NOON,
    startTimeLocal: '2026-11-20T13:00:00',
    elapsedTime: 3_600,
    distance: 10_000,
    externalId: null,
    deviceName: null,
    ...facts,
  };
}

export function ledgerRecord(facts: Partial<LedgerRecord> = {}): LedgerRecord {
  return { ...newRecord(garminActivity(), NOON), ...facts };
}
