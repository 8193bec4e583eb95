import * as v from 'valibot';
import { ConflictError, RateLimitedError, type Service, serviceName } from './errors.ts';
import type { ActivitySource, Documents, UploadTarget } from './ports.ts';
import { type Clock, type Instant, toIso } from './time.ts';

const Stored = v.object({ until: v.number() });

export interface PauseOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  /** A dry run obeys a pause but leaves no trace of one that it meets. */
  readonly readOnly: boolean;
}

/**
 * Remembers that a service asked us to stop, across runs: refused requests count towards Strava's day too, so asking
 * again before the reset makes it worse.
 */
class Pause {
  readonly #service: Service;
  readonly #options: PauseOptions;
  #until: Instant | null = null;

  constructor(service: Service, options: PauseOptions) {
    this.#service = service;
    this.#options = options;
  }

  async around<T>(call: () => Promise<T>): Promise<T> {
    const until = await this.#load();
    if (until > this.#options.clock.now()) throw this.#error(until);
    try {
      return await call();
    } catch (error) {
      if (error instanceof RateLimitedError) await this.#begin(error.until);
      throw error;
    }
  }

  async #load(): Promise<Instant> {
    if (this.#until === null) {
      const parsed = v.safeParse(Stored, (await this.#options.documents.read(this.#document))?.value);
      this.#until = parsed.success ? parsed.output.until : 0;
    }
    return this.#until;
  }

  async #begin(until: Instant): Promise<void> {
    this.#until = until;
    const { documents, readOnly } = this.#options;
    if (readOnly) return;
    const stored = await documents.read(this.#document);
    try {
      await documents.write(this.#document, { until }, stored?.version ?? 0);
    } catch (error) {
      // Another run met the same refusal.
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  get #document(): string {
    return `state/pause-${this.#service}`;
  }

  #error(until: Instant): RateLimitedError {
    return new RateLimitedError(this.#service, until, {
      message: `${serviceName(this.#service)} asked for a pause until ${toIso(until)}.`,
      hint: 'Run the same command again then; it goes on where it stopped.',
    });
  }
}

/** The source, silent while Garmin wants a pause. */
export function pausingSource(source: ActivitySource, options: PauseOptions): ActivitySource {
  const pause = new Pause('garmin', options);
  return {
    list: (request) => pause.around(() => source.list(request)),
    download: (activity) => pause.around(() => source.download(activity)),
  };
}

/** The target, silent while Strava's quota is spent. */
export function pausingTarget(target: UploadTarget, options: PauseOptions): UploadTarget {
  const pause = new Pause('strava', options);
  return {
    list: (window) => pause.around(() => target.list(window)),
    upload: (request) => pause.around(() => target.upload(request)),
    uploadStatus: (uploadId) => pause.around(() => target.uploadStatus(uploadId)),
    quota: () => target.quota(),
    room: () => target.room(),
    rememberQuota: () => target.rememberQuota(),
  };
}
