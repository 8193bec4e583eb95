/** Calls allowed in a quarter of an hour and in a day. */
export interface QuotaLimit {
  readonly quarterHour: number;
  readonly day: number;
}

/**
 * What becomes of an upload whatever its file says.
 * - `deleted`: no activity and no error either; a failure all the same (reported by users of Strava's API).
 * - `malformed`: Strava cannot read the file. `stuck`: processed for ever.
 */
export type UploadOutcome = 'deleted' | 'malformed' | 'stuck';

/** Switches of the stand-in; every one may be turned at any time. */
export interface StravaSandboxSettings {
  /** Limits of a new app (developers.strava.com/docs/rate-limits, 2026): 200 / 2,000 and 100 / 1,000. */
  overallLimit: QuotaLimit;
  readLimit: QuotaLimit;
  /** The owner of the app has no subscription: every API call answers 403, refreshing a token still works. */
  inactive: boolean;
  /** Whether a refresh hands out a new refresh token. Strava's documentation promises neither. */
  refreshRotation: 'rotate' | 'same';
  /** Seconds that an access token lives; Strava's live 6 hours. */
  accessTokenLife: number;
  /** How long a file is processed, by the clock. */
  processingMs: number;
  /** How many times `GET /uploads/{id}` says "still being processed" at least. */
  pollsUntilReady: number;
  /** Duplicates are reported in plain text (recorded 2023) or with a link (reported 2025 and 2026). */
  duplicateStyle: 'plain' | 'html';
  /** Whether a file that starts when another did is refused; without it only the tool's own care keeps doubles out. */
  checksDuplicates: boolean;
  /** Who sees a new upload; the athlete's own default at Strava, an upload cannot choose. */
  uploadVisibility: Visibility;
  /** Outcomes by the external id of the upload as it was sent. */
  readonly outcomes: Map<string, UploadOutcome>;
}

export type Visibility = 'everyone' | 'followers_only' | 'only_me';

export function defaultSettings(): StravaSandboxSettings {
  return {
    overallLimit: { quarterHour: 200, day: 2_000 },
    readLimit: { quarterHour: 100, day: 1_000 },
    inactive: false,
    refreshRotation: 'rotate',
    accessTokenLife: 21_600,
    processingMs: 1_500,
    pollsUntilReady: 0,
    duplicateStyle: 'plain',
    checksDuplicates: true,
    uploadVisibility: 'everyone',
    outcomes: new Map(),
  };
}
