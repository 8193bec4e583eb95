import type { FileFormat, GarminActivity, OriginalFile, StravaActivity } from './activity.ts';
import type { LedgerRecord } from './ledger.ts';
import type { QuotaUsage } from './quota.ts';
import type { Instant } from './time.ts';

/** A row of Garmin's list that could not be understood. It is reported and skipped. */
export interface RejectedRow {
  readonly garminId: string | null;
  readonly problem: string;
}

export interface ActivityPage {
  readonly activities: readonly GarminActivity[];
  readonly rejected: readonly RejectedRow[];
  /** Rows that Garmin returned, understood or not; none means that the page before was the last one. */
  readonly rows: number;
}

export interface PageRequest {
  readonly start: number;
  readonly limit: number;
  /** Local calendar dates `YYYY-MM-DD`, both inclusive. */
  readonly startDate?: string;
  readonly endDate?: string;
}

/** `absent`: Garmin has no file and never will. `not-ready`: there should be one, Garmin does not hand it out yet. */
export type Download =
  | { readonly kind: 'files'; readonly files: readonly OriginalFile[] }
  | { readonly kind: 'absent' | 'not-ready'; readonly detail: string };

/** Where activities come from. Newest first. */
export interface ActivitySource {
  readonly kind: 'garmin' | 'folder';
  list(request: PageRequest): Promise<ActivityPage>;
  /** One activity, however old; null where there is none with this id. */
  find(garminId: string): Promise<GarminActivity | null>;
  /** @throws FileError when the file can never be used; ServiceError, RateLimitedError, AuthRequiredError otherwise. */
  download(activity: Pick<GarminActivity, 'id' | 'manual'>): Promise<Download>;
}

export interface UploadRequest {
  readonly externalId: string;
  readonly format: FileFormat;
  readonly bytes: Uint8Array;
  readonly name?: string;
  readonly description?: string;
  /** Overrides the sport in the file; left out so that the file speaks for itself. */
  readonly sportType?: string;
  readonly trainer?: boolean;
  readonly commute?: boolean;
}

/** What can be changed about an activity at Strava. */
export interface ActivityChanges {
  /** Keeps it out of the feeds of others. */
  readonly mute?: boolean;
  readonly gearId?: string;
}

export interface Gear {
  readonly id: string;
  readonly name: string;
}

export type UploadStatus =
  | { readonly kind: 'pending' }
  | { readonly kind: 'created'; readonly stravaId: string }
  /** `stravaId` is null where Strava does not say which activity it is a duplicate of. */
  | { readonly kind: 'duplicate'; readonly stravaId: string | null }
  | { readonly kind: 'failed'; readonly detail: string }
  /** Strava no longer knows the upload id. */
  | { readonly kind: 'unknown' };

/** What Strava says to a file at once: that it processes it, or that it has it. */
export type UploadAnswer =
  | { readonly kind: 'accepted'; readonly uploadId: string }
  | Extract<UploadStatus, { kind: 'created' | 'duplicate' }>;

export interface StravaWindow {
  readonly from: Instant;
  readonly until: Instant;
  /** Requests at most; each brings up to 200 activities. */
  readonly pages?: number;
}

/** Where activities go. */
export interface UploadTarget {
  /** Every activity that starts in the window, read page by page; the oldest of them where `pages` limits that. */
  list(window: StravaWindow): Promise<readonly StravaActivity[]>;
  /**
   * Hands over one file. What becomes of one that is accepted is known by {@link UploadTarget.uploadStatus} only.
   * @throws FileError when the file is refused for good; ServiceError whose `outcome` says whether it may have arrived.
   */
  upload(request: UploadRequest): Promise<UploadAnswer>;
  uploadStatus(uploadId: string): Promise<UploadStatus>;
  /** Changes an activity; one that is not there any more is left alone. @throws FileError when Strava refuses it */
  update(stravaId: string, changes: ActivityChanges): Promise<void>;
  /** The athlete's bikes and shoes; empty where the login may not see them. */
  gear(): Promise<readonly Gear[]>;
  /** The quota as the last answer told it; null before the first answer. */
  quota(): QuotaUsage | null;
  /** What the quota leaves room for at present. */
  room(): Promise<UploadRoom>;
  /** Keeps what is known about the quota for the next run. */
  rememberQuota(): Promise<void>;
}

export interface UploadRoom {
  /** Uploads that can be posted and resolved before `until`. */
  readonly uploads: number;
  /** When there is more room again. */
  readonly until: Instant;
  /** Uploads of a whole quarter hour, of what is left of today, and of a whole day. */
  readonly perWindow: number;
  readonly today: number;
  readonly perDay: number;
}

/** Our durable record per activity. Every write is conditional on the version that it was based on. */
export interface Ledger {
  /** Records of the given ids; an id without a record is left out. */
  get(garminIds: readonly string[]): Promise<ReadonlyMap<string, LedgerRecord>>;
  /** Records that still need work (`isOpen`), at a cost that does not grow with the ledger. */
  open(): Promise<readonly LedgerRecord[]>;
  /**
   * Stores `record` if the stored version is still `record.version` (0: there is none yet), and returns it as stored.
   * @throws ConflictError when it is not.
   */
  put(record: LedgerRecord): Promise<LedgerRecord>;
  /** Every record, in no particular order. */
  all(): AsyncIterable<LedgerRecord>;
}

export interface Versioned<T> {
  readonly value: T;
  readonly version: number;
}

/** Small JSON documents by name: tokens, pauses, the first run's horizon. Written on condition, like the ledger. */
export interface Documents {
  read(name: string): Promise<Versioned<unknown> | null>;
  /**
   * Stores `value` if the stored version is still `expected` (0: there is none yet) and returns the new version.
   * @throws ConflictError when it is not.
   */
  write(name: string, value: unknown, expected: number): Promise<number>;
  delete(name: string): Promise<void>;
}

export interface Lease {
  /** Pushes the expiry out. @throws ConflictError when the lease was lost to somebody else. */
  renew(): Promise<void>;
  /** Gives the lease back; harmless when it was lost. */
  release(): Promise<void>;
}

/** Keeps two runners apart. A lease that its holder cannot release (kill -9) ends by itself. */
export interface Leases {
  /** Null when somebody else holds it; `holder` tells who, for the message. */
  acquire(name: string, ttl: number): Promise<{ readonly lease: Lease } | { readonly holder: string }>;
}

/** Where ledger, credentials and leases live. Files and DynamoDB are two of them; one contract suite holds for all. */
export interface Store {
  readonly ledger: Ledger;
  readonly documents: Documents;
  readonly leases: Leases;
}
