import type { Instant } from './time.ts';

/** One row of Garmin's activity list. A multisport activity is one row: its legs are not listed by Garmin. */
export interface GarminActivity {
  /** Garmin's activity id; a number there, a string everywhere in this project. */
  readonly id: string;
  readonly name: string | null;
  /** Of a recording in a folder, which has no name: its file's, for people only. */
  readonly file?: string;
  readonly description: string | null;
  /** Garmin's type key such as `trail_running`; `unknown` where the row has none. Keys we have never seen are kept. */
  readonly type: string;
  /** Type id of the parent in Garmin's catalogue, the way to place a type key we do not know. */
  readonly parentTypeId: number | null;
  readonly startTime: Instant;
  /** The athlete's wall clock at the start, `2026-01-08 08:10:21`. */
  readonly startTimeLocal: string;
  /** Timer time in seconds. */
  readonly duration: number | null;
  /** From start to end in seconds, pauses included. */
  readonly elapsedDuration: number | null;
  /** Metres. */
  readonly distance: number | null;
  /** Typed in by hand: Garmin has no file for it. */
  readonly manual: boolean;
  readonly multisport: boolean;
  /** Of a recording in a folder: Strava activities that become of it. Garmin's list does not tell. */
  readonly sessions?: number;
  /** Null where the row does not say. */
  readonly hasGps: boolean | null;
  readonly deviceId: string | null;
  readonly manufacturer: string | null;
  readonly place: string | null;
}

/** One row of Strava's activity list, as much of it as matching needs. */
export interface StravaActivity {
  readonly id: string;
  readonly name: string;
  readonly sportType: string | null;
  readonly startTime: Instant;
  /** Wall clock at the start, `2025-10-18T08:49:52`; Strava's false `Z` is cut off. */
  readonly startTimeLocal: string | null;
  /** Seconds, pauses included. */
  readonly elapsedTime: number | null;
  /** Metres. */
  readonly distance: number | null;
  readonly externalId: string | null;
  readonly deviceName: string | null;
}

export type FileFormat = 'fit' | 'gpx' | 'tcx';

/** One file as Garmin keeps it; `bytes` are uploaded as they are. */
export interface OriginalFile {
  readonly format: FileFormat;
  readonly bytes: Uint8Array;
  /** Sessions in a FIT file; Strava makes one activity of each. 1 for GPX and TCX. */
  readonly sessions: number;
}
