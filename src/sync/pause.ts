import * as v from 'valibot';
import { overwrite } from './documents.ts';
import {
  type PauseError,
  RateLimitedError,
  type Service,
  ServiceDownError,
  ServiceError,
  serviceName,
} from './errors.ts';
import type { ActivitySource, Documents, UploadTarget } from './ports.ts';
import { type Clock, MINUTE, toIso } from './time.ts';

/** So many failures in a row, without one answer between them, mean that it is the service and not a request. */
const FAILURES = 3;
/** Pauses of a service that is down, each longer than the one before until one request gets through. */
const PAUSES = [1 * MINUTE, 2 * MINUTE, 5 * MINUTE] as const;
const LONGEST = 5 * MINUTE;

const Stored = v.object({
  until: v.number(),
  why: v.optional(v.picklist(['limit', 'down']), 'limit'),
  /** How often it was found to be down, one time after the other. */
  times: v.optional(v.number(), 0),
});
type State = v.InferOutput<typeof Stored>;

const CLOSED: State = { until: 0, why: 'limit', times: 0 };

export interface PauseOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  /** A dry run obeys a pause but leaves no trace of one that it meets. */
  readonly readOnly: boolean;
}

/**
 * Remembers, across runs, that a service is to be left alone: it asked for it (refused requests count towards Strava's
 * day too), or it is down. Then no activity's tries are spent on it, and one request finds out whether it is back.
 */
class Pause {
  readonly #service: Service;
  readonly #options: PauseOptions;
  #state: State | null = null;
  #failures = 0;

  constructor(service: Service, options: PauseOptions) {
    this.#service = service;
    this.#options = options;
  }

  /** @param isOfOneThing the call may fail for a reason of its own, which says nothing about the service */
  async around<T>(call: () => Promise<T>, isOfOneThing = false): Promise<T> {
    const state = await this.#load();
    if (state.until > this.#options.clock.now()) throw this.#error(state);
    try {
      const answer = await call();
      await this.#succeeded(state);
      return answer;
    } catch (error) {
      if (error instanceof RateLimitedError) await this.#store({ until: error.until, why: 'limit', times: 0 });
      if (error instanceof ServiceError && !isOfOneThing) await this.#failed(state);
      throw error;
    }
  }

  async #succeeded({ times }: State): Promise<void> {
    this.#failures = 0;
    if (times > 0) await this.#store(CLOSED);
  }

  async #failed({ times }: State): Promise<void> {
    this.#failures += 1;
    if (this.#failures < FAILURES && times === 0) return;
    const until = this.#options.clock.now() + (PAUSES[times] ?? LONGEST);
    await this.#store({ until, why: 'down', times: times + 1 });
  }

  async #load(): Promise<State> {
    if (this.#state === null) {
      const parsed = v.safeParse(Stored, (await this.#options.documents.read(this.#document))?.value);
      this.#state = parsed.success ? parsed.output : CLOSED;
    }
    return this.#state;
  }

  async #store(state: State): Promise<void> {
    this.#state = state;
    const { documents, readOnly } = this.#options;
    if (!readOnly) await overwrite(documents, this.#document, state);
  }

  get #document(): string {
    return `state/pause-${this.#service}`;
  }

  #error({ until, why }: State): PauseError {
    const hint = 'Run the same command again then; it goes on where it stopped.';
    const name = serviceName(this.#service);
    return why === 'limit'
      ? new RateLimitedError(this.#service, until, {
          message: `${name} asked for a pause until ${toIso(until)}.`,
          hint,
        })
      : new ServiceDownError(this.#service, until, {
          message: `${name} is out of order and is left alone until ${toIso(until)}.`,
          hint,
        });
  }
}

/** The source, silent while Garmin wants a pause or is down. */
export function pausingSource(source: ActivitySource, options: PauseOptions): ActivitySource {
  const pause = new Pause('garmin', options);
  return {
    kind: source.kind,
    list: (request) => pause.around(() => source.list(request)),
    find: (garminId) => pause.around(() => source.find(garminId)),
    download: (activity) => pause.around(() => source.download(activity)),
  };
}

/** The target, silent while Strava's quota is spent or Strava is down. */
export function pausingTarget(target: UploadTarget, options: PauseOptions): UploadTarget {
  const pause = new Pause('strava', options);
  return {
    list: (window) => pause.around(() => target.list(window)),
    upload: (request) => pause.around(() => target.upload(request)),
    uploadStatus: (uploadId) => pause.around(() => target.uploadStatus(uploadId), true),
    update: (stravaId, changes) => pause.around(() => target.update(stravaId, changes)),
    gear: () => pause.around(() => target.gear()),
    quota: () => target.quota(),
    room: () => target.room(),
    rememberQuota: () => target.rememberQuota(),
  };
}
