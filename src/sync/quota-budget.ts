import * as v from 'valibot';
import { ConflictError, RateLimitedError } from './errors.ts';
import type { Documents, UploadRoom } from './ports.ts';
import { type BucketUsage, mergeUsage, nextQuarterHour, nextUtcMidnight, type QuotaUsage } from './quota.ts';
import { type Clock, type Instant, toIso } from './time.ts';

/** Document with what is spent of Strava's quota, for all runs that share a store. */
export const QUOTA = 'state/quota';

/** What a new app has (developers.strava.com/docs/rate-limits, November 2026), until an answer tells its own limits. */
const NEW_APP = {
  overall: { limit15m: 200, limitDay: 2_000, used15m: 0, usedDay: 0 },
  read: { limit15m: 100, limitDay: 1_000, used15m: 0, usedDay: 0 },
};
/** Reads of each window that runs without a person leave to one with. */
export const READS_FOR_A_PERSON = 20;
/** Share of a window that resolves its uploads: of 200 requests 7, a listing of some pages and a few status questions. */
const RESOLVING = { requests: 7, of: 200 };

const Bucket = v.object({ limit15m: v.number(), used15m: v.number(), limitDay: v.number(), usedDay: v.number() });
const Stored = v.object({ at: v.number(), overall: Bucket, read: Bucket });

/** What is spent, and when that was so. */
export type QuotaState = v.InferOutput<typeof Stored>;

/** What a store knows about the quota, as it is at `now`: windows that have ended since are empty again. */
export function readQuota(stored: unknown, now: Instant): QuotaState | null {
  const parsed = v.safeParse(Stored, stored);
  return parsed.success ? rolled(parsed.output, now) : null;
}

export interface QuotaBudgetOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  /** Reads of each window that stay untouched. */
  readonly reservedReads: number;
  /** A dry run spends and tells nobody. */
  readonly readOnly: boolean;
}

/**
 * Strava's quota as one budget for every run of a store: counted before each request, corrected by each answer, kept for
 * the next run. Refused requests count too, so the aim is that none is ever refused.
 */
export class QuotaBudget {
  readonly #options: QuotaBudgetOptions;
  #state: QuotaState | null = null;
  #version = 0;
  #told: QuotaUsage | null = null;
  #isDirty = false;

  constructor(options: QuotaBudgetOptions) {
    this.#options = options;
  }

  /** The usage as the service last told it; null before it ever did. */
  usage(): QuotaUsage | null {
    return this.#told;
  }

  /** Counts one request. @throws RateLimitedError instead, when there is no room for it in this window */
  async spend(kind: 'upload' | 'read'): Promise<void> {
    const { overall, read } = await this.#current();
    const reserve = this.#options.reservedReads;
    const until = kind === 'read' ? (this.#spent(read, reserve) ?? this.#spent(overall, 0)) : this.#spent(overall, 0);
    if (until !== null) throw outOfQuota(until);
    this.#change({ overall: counted(overall), read: kind === 'read' ? counted(read) : read });
  }

  /** Takes over what an answer told. */
  async learn(told: QuotaUsage): Promise<void> {
    if (!told.overall && !told.read) return;
    const { overall, read } = await this.#current();
    const merged = mergeUsage({ overall, read }, told);
    this.#told = mergeUsage(this.#told, told);
    this.#change({ overall: merged.overall ?? overall, read: merged.read ?? read });
  }

  /** How many uploads can be posted and resolved in this window, and when it ends. */
  async room(): Promise<UploadRoom> {
    const { overall } = await this.#current();
    const { clock } = this.#options;
    const left = (bucket: BucketUsage) => Math.min(bucket.limit15m - bucket.used15m, bucket.limitDay - bucket.usedDay);
    const resolving = Math.ceil((overall.limit15m * RESOLVING.requests) / RESOLVING.of);
    const uploads = Math.max(0, left(overall) - resolving);
    const isDaySpent = overall.limitDay - overall.usedDay <= resolving;
    return {
      uploads,
      until: isDaySpent ? nextUtcMidnight(clock.now()) : nextQuarterHour(clock.now()),
      perWindow: Math.max(1, overall.limit15m - resolving),
      today: Math.max(0, overall.limitDay - overall.usedDay - resolving),
      perDay: Math.max(1, overall.limitDay - resolving),
    };
  }

  /** Keeps it for the next run. */
  async save(): Promise<void> {
    const { documents, readOnly } = this.#options;
    if (!this.#isDirty || !this.#state || readOnly) return;
    this.#isDirty = false;
    try {
      this.#version = await documents.write(QUOTA, this.#state, this.#version);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Another run has told its own; the next answer puts both right.
      this.#version = (await documents.read(QUOTA))?.version ?? 0;
    }
  }

  async #current(): Promise<QuotaState> {
    const now = this.#options.clock.now();
    if (!this.#state) {
      const stored = await this.#options.documents.read(QUOTA);
      this.#version = stored?.version ?? 0;
      this.#state = readQuota(stored?.value, now) ?? { at: now, ...NEW_APP };
    }
    this.#state = rolled(this.#state, now);
    return this.#state;
  }

  #change(buckets: Pick<QuotaState, 'overall' | 'read'>): void {
    this.#state = { at: this.#options.clock.now(), ...buckets };
    this.#isDirty = true;
  }

  /** When a bucket has room again; null while it has. */
  #spent({ limit15m, used15m, limitDay, usedDay }: BucketUsage, reserve: number): Instant | null {
    const now = this.#options.clock.now();
    if (usedDay >= limitDay - reserve) return nextUtcMidnight(now);
    return used15m >= limit15m - reserve ? nextQuarterHour(now) : null;
  }
}

function counted(bucket: BucketUsage): BucketUsage {
  return { ...bucket, used15m: bucket.used15m + 1, usedDay: bucket.usedDay + 1 };
}

function rolled(state: QuotaState, now: Instant): QuotaState {
  const isSameDay = nextUtcMidnight(state.at) === nextUtcMidnight(now);
  const isSameQuarter = nextQuarterHour(state.at) === nextQuarterHour(now);
  if (isSameDay && isSameQuarter) return state;
  const roll = (bucket: BucketUsage) => ({ ...bucket, used15m: 0, usedDay: isSameDay ? bucket.usedDay : 0 });
  return { at: now, overall: roll(state.overall), read: roll(state.read) };
}

export function outOfQuota(until: Instant): RateLimitedError {
  return new RateLimitedError('strava', until, {
    message: `Strava's request quota is used up until ${toIso(until)}.`,
    hint: 'Run the same command again then; it goes on where it stopped.',
  });
}
