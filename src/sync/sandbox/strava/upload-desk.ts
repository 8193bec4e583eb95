import { createHash } from 'node:crypto';
import type { Clock } from '../../time.ts';
import type { ActivityBook } from './activity-book.ts';
import { completeActivity, type HeldActivity } from './held-activity.ts';
import { type HeldUpload, storedExternalId, type UploadForm } from './held-upload.ts';
import { FILE_PROBLEMS, type RecordedSession, UnusableFile } from './recorded-session.ts';
import { escapeHtml } from './request-text.ts';
import type { StravaSandboxSettings, UploadOutcome } from './settings.ts';
import { readUploadedFile } from './upload-file.ts';

type Verdict = Pick<HeldUpload, 'state' | 'error' | 'activityIds'>;

interface Job {
  upload: HeldUpload;
  /** Dropped once the file has been read. */
  bytes: Uint8Array | null;
  polls: number;
}

/** The size of today's ids: more than 32 bits. */
const FIRST_ID = 17_800_000_001;

/** Takes files in, and makes activities of them when their time has come. */
export class UploadDesk {
  readonly #clock: Clock;
  readonly #settings: StravaSandboxSettings;
  readonly #book: ActivityBook;
  readonly #jobs = new Map<string, Job>();

  constructor(clock: Clock, settings: StravaSandboxSettings, book: ActivityBook) {
    this.#clock = clock;
    this.#settings = settings;
    this.#book = book;
  }

  /** Every accepted upload, oldest first, and every activity, once what is due has been processed. */
  upToDate(): { readonly activities: readonly HeldActivity[]; readonly uploads: readonly HeldUpload[] } {
    this.processDue();
    return { activities: this.#book.all, uploads: [...this.#jobs.values()].map(({ upload }) => upload) };
  }

  accept({ bytes, ...form }: UploadForm): HeldUpload {
    const upload: HeldUpload = {
      ...form,
      id: String(FIRST_ID + this.#jobs.size),
      receivedAt: this.#clock.now(),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.byteLength,
      state: 'processing',
      error: null,
      activityIds: [],
    };
    this.#jobs.set(upload.id, { upload, bytes, polls: 0 });
    return upload;
  }

  /** What `GET /uploads/{id}` finds; the asking itself is counted. */
  poll(id: string): HeldUpload | undefined {
    this.processDue();
    const job = this.#jobs.get(id);
    if (job) job.polls += 1;
    return job?.upload;
  }

  /**
   * Finishes, in the order of arrival, every file whose processing time is over. Nothing runs in the background:
   * whoever looks at uploads or activities calls this first, so that an injected clock decides alone.
   */
  processDue(): void {
    for (const job of this.#jobs.values()) {
      if (job.bytes && this.#isDue(job)) {
        job.upload = { ...job.upload, ...this.#process(job.upload, job.bytes) };
        job.bytes = null;
      }
    }
  }

  /** Strava's "The created activity has been deleted." is taken to mean this too. */
  activityRemoved(activityId: string): void {
    for (const job of this.#jobs.values()) {
      const { upload } = job;
      if (!upload.activityIds.includes(activityId)) continue;
      const activityIds = upload.activityIds.filter((id) => id !== activityId);
      job.upload = { ...upload, activityIds, state: activityIds.length > 0 ? 'ready' : 'deleted' };
    }
  }

  #isDue({ upload, polls }: Job): boolean {
    const { processingMs, pollsUntilReady } = this.#settings;
    const waited = this.#clock.now() - upload.receivedAt >= processingMs && polls >= pollsUntilReady;
    return waited && this.#plannedOutcome(upload) !== 'stuck';
  }

  #plannedOutcome({ externalId }: HeldUpload): UploadOutcome | undefined {
    return externalId === null ? undefined : this.#settings.outcomes.get(externalId);
  }

  #process(upload: HeldUpload, bytes: Uint8Array): Verdict {
    const planned = this.#plannedOutcome(upload);
    if (planned === 'deleted') return { state: 'deleted', error: null, activityIds: [] };
    if (planned === 'malformed') return failed(FILE_PROBLEMS.malformed);
    try {
      return this.#createActivities(upload, readUploadedFile(bytes, upload.dataType));
    } catch (error) {
      if (error instanceof UnusableFile) return failed(error.message);
      throw error;
    }
  }

  /** A file is a duplicate as a whole, by its first session; the sessions of one file never rule each other out. */
  #createActivities(upload: HeldUpload, sessions: readonly RecordedSession[]): Verdict {
    const [first] = sessions;
    const twin = this.#settings.checksDuplicates && first ? this.#book.duplicateOf(first.startTime) : undefined;
    if (twin) {
      return { state: 'duplicate', error: this.#duplicateError(upload.filename, twin), activityIds: [] };
    }
    const activityIds = sessions.map((session) => this.#book.add(this.#activityOf(upload, session)).id);
    return { state: 'ready', error: null, activityIds };
  }

  #activityOf(upload: HeldUpload, { indoor, ...session }: RecordedSession): Parameters<ActivityBook['add']>[0] {
    const activity = completeActivity({
      ...session,
      sportType: upload.sportType ?? session.sportType,
      ...(upload.name ? { name: upload.name } : {}),
      description: upload.description,
      externalId: storedExternalId(upload),
      visibility: this.#settings.uploadVisibility,
      trainer: upload.trainer || indoor,
      commute: upload.commute,
    });
    return { ...activity, uploadId: upload.id };
  }

  #duplicateError(filename: string, { id, name }: { readonly id: string; readonly name: string }): string {
    const twin =
      this.#settings.duplicateStyle === 'plain'
        ? `activity ${id}`
        : `<a href='/activities/${id}' target='_blank'>${escapeHtml(name)}</a>`;
    return `${filename} duplicate of ${twin}`;
  }
}

function failed(error: string): Verdict {
  return { state: 'failed', error, activityIds: [] };
}
