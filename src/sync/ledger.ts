import type { GarminActivity } from './activity.ts';
import type { Instant } from './time.ts';

/**
 * States of a ledger record.
 * - `seen`: known, decided on later (`hold` says why).
 * - `claimed`: about to be posted, or posted with the answer lost. `uploading`: Strava gave an upload id.
 * - the rest are ends; `failed` is one only while `retryAt` is null.
 */
export const LEDGER_STATES = [
  'seen',
  'claimed',
  'uploading',
  'uploaded',
  'on-strava',
  'duplicate',
  'filtered',
  'ignored',
  'no-file',
  'removed',
  'failed',
] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

/** Why a `seen` activity is not decided yet. */
export const HOLDS = ['likely-duplicate', 'not-ready'] as const;
export type Hold = (typeof HOLDS)[number];

/** One file of an activity on its way to Strava. */
export interface LegRecord {
  /** Our id for the file at Strava: `garmin_<id>`, or `garmin_<id>-<leg>` where the activity has several files. */
  readonly externalId: string;
  readonly state: 'claimed' | 'uploading' | 'uploaded' | 'duplicate' | 'failed';
  readonly uploadId: string | null;
  /** One file with several sessions becomes several Strava activities. */
  readonly sessions: number;
  readonly stravaIds: readonly string[];
  readonly detail: string | null;
}

/** What the ledger keeps of the activity itself, so that an open record can be resolved without Garmin's list. */
export type ActivitySummary = Pick<
  GarminActivity,
  | 'name'
  | 'type'
  | 'parentTypeId'
  | 'startTime'
  | 'startTimeLocal'
  | 'duration'
  | 'elapsedDuration'
  | 'distance'
  | 'multisport'
>;

export interface LedgerRecord {
  readonly garminId: string;
  /** Counts the writes to this record; 0 before the first one. */
  readonly version: number;
  readonly state: LedgerState;
  readonly activity: ActivitySummary;
  readonly legs: readonly LegRecord[];
  /** Every Strava activity that stands for this Garmin activity. */
  readonly stravaIds: readonly string[];
  /** One sentence for people: why it is in this state. */
  readonly detail: string;
  /** Tries that ended in `failed` or without a file, since the last success. */
  readonly attempts: number;
  /** When a failed or held activity, or what became of an upload, is due to be looked at again; null: never by itself. */
  readonly retryAt: Instant | null;
  readonly hold: Hold | null;
  readonly updatedAt: Instant;
  /** Made by a run over chosen activities or so many of them: it says nothing about those behind it in Garmin's list. */
  readonly alone?: true | undefined;
}

/** True while a file may be at Strava with nobody knowing what became of it. */
export function isUnderway({ state }: Pick<LedgerRecord, 'state'>): boolean {
  return state === 'claimed' || state === 'uploading';
}

/** True for a record that a later run has to look at even when Garmin's list no longer shows the activity. */
export function isOpen(record: Pick<LedgerRecord, 'state' | 'retryAt'>): boolean {
  return isUnderway(record) || record.retryAt !== null;
}

/** True for what Strava has, whoever brought it there. */
export function isOnStrava({ state }: Pick<LedgerRecord, 'state'>): boolean {
  return state === 'uploaded' || state === 'on-strava' || state === 'duplicate';
}

/** Ids of recordings that came from a folder begin with it; Garmin's are numbers. */
export const FILE_ID = 'file_';

/** Where an activity came from, which alone can hand out its file. */
export function kindOf(garminId: string): 'garmin' | 'folder' {
  return garminId.startsWith(FILE_ID) ? 'folder' : 'garmin';
}
