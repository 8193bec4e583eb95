/**
 * What the dashboard's page and its server say to each other. Types and constants only: both sides import this file.
 */

/** What became of an activity, or will; each has a colour of its own. */
export const OUTCOMES = ['uploaded', 'on-strava', 'planned', 'waiting', 'failed', 'left-out'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  uploaded: 'Uploaded',
  'on-strava': 'Already on Strava',
  planned: 'To upload',
  waiting: 'Waiting',
  failed: 'Failed',
  'left-out': 'Left out',
};

/** What a person can do about an activity. */
export type Action = 'push' | 'ignore';

export interface ActivityView {
  readonly garminId: string;
  readonly name: string | null;
  /** Garmin's type key. */
  readonly type: string;
  /** The athlete's wall clock, `2026-01-08 08:10:21`. */
  readonly start: string;
  /** Metres. */
  readonly distance: number | null;
  /** Timer time in seconds. */
  readonly duration: number | null;
  readonly outcome: Outcome;
  /** The reason in a few words: "found on Strava". */
  readonly reason: string;
  /** One sentence: why. */
  readonly detail: string;
  readonly stravaIds: readonly string[];
  readonly actions: readonly Action[];
  /** Of the ledger's record behind it; null while there is none. */
  readonly version: number | null;
  /** Whether a push goes against what was decided; otherwise it is decided on like any other. */
  readonly overrules: boolean;
}

/** What a person saw of an activity before they pressed a button. */
export type Shown = Pick<ActivityView, 'version' | 'overrules'>;

/** The body of `POST /api/push` and `POST /api/ignore`. */
export interface ChangeRequest {
  readonly garminId: string;
  readonly shown: Shown;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** `GET /api/activities`: every activity of the ledger, newest first. */
export interface ActivitiesAnswer {
  readonly schemaVersion: 1;
  readonly activities: readonly ActivityView[];
}

/** `POST /api/plan`, newest first. */
export interface PlanAnswer {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly madeAt: string;
  /** How far back it looked, as `sync --since` takes it; null: what is new. */
  readonly since: string | null;
  readonly activities: readonly ActivityView[];
  /** Rows of Garmin's list that could not be understood. */
  readonly rejected: number;
  /** What kept the plan from being complete. */
  readonly trouble: Problem | null;
}

/** `POST /api/push` and `POST /api/ignore`. */
export interface ChangeAnswer {
  readonly schemaVersion: 1;
  readonly activity: ActivityView;
  /** It was tried, and the ledger keeps why it did not work. */
  readonly failed: boolean;
}

/** Every answer that is no success. */
export interface ProblemAnswer {
  readonly schemaVersion: 1;
  readonly error: Problem;
  /** The activity as the ledger has it now, where one was to be changed; null where it has none. */
  readonly activity?: ActivityView | null;
}

/** Carries the key that the tab was given; nothing is changed without it. */
export const WRITE_KEY_HEADER = 'x-garmin2strava-key';
