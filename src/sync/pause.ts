import { RateLimitedError, type Service, ServiceError } from './errors.ts';
import { errorOf, isRefusal, NO_PAUSE, type PauseState, readPause, refusalOf, writePause } from './pause-state.ts';
import type { ActivitySource, Documents, UploadTarget } from './ports.ts';
import { type Clock, HOUR, MINUTE } from './time.ts';

/** So many failures in a row, without one answer between them, mean that it is the service and not a request. */
const FAILURES = 3;
/** Pauses of a service that is down, each longer than the one before until one request gets through. */
const PAUSES = [1 * MINUTE, 2 * MINUTE, 5 * MINUTE] as const;
const LONGEST = 5 * MINUTE;
/** What only a person can mend is asked about this rarely. */
const REFUSED = HOUR;

export interface PauseOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  /** A dry run obeys a pause and leaves no trace but that of a quota that is used up. */
  readonly readOnly: boolean;
  /** A person is there, who may have mended what the service refused. */
  readonly asksAnew?: boolean;
}

/**
 * Remembers, across runs, that a service is to be left alone: it asked for it (refused requests count towards Strava's
 * day too), it is down, or it refuses until a person does something. Then no activity's tries are spent on it, and one
 * request finds out whether it is back.
 */
class Pause {
  readonly #service: Service;
  readonly #options: PauseOptions;
  #state: PauseState | null = null;
  #failures = 0;

  constructor(service: Service, options: PauseOptions) {
    this.#service = service;
    this.#options = options;
  }

  /** @param isOfOneThing the call may fail for a reason of its own, which says nothing about the service */
  async around<T>(call: () => Promise<T>, isOfOneThing = false): Promise<T> {
    const state = await this.#load();
    const isAskedAnew = isRefusal(state) && this.#options.asksAnew;
    if (state.until > this.#options.clock.now() && !isAskedAnew) throw errorOf(this.#service, state);
    try {
      const answer = await call();
      await this.#succeeded(state);
      return answer;
    } catch (error) {
      const refused = refusalOf(error);
      if (refused) await this.#store({ ...refused, until: this.#options.clock.now() + REFUSED });
      if (error instanceof RateLimitedError) await this.#store({ until: error.until, why: 'limit', times: 0 });
      if (error instanceof ServiceError && !isOfOneThing) await this.#failed(isRefusal(state) ? 0 : state.times);
      throw error;
    }
  }

  async #succeeded(state: PauseState): Promise<void> {
    this.#failures = 0;
    if (isRefusal(state) || state.times > 0) await this.#store(NO_PAUSE);
  }

  async #failed(times: number): Promise<void> {
    this.#failures += 1;
    if (this.#failures < FAILURES && times === 0) return;
    const until = this.#options.clock.now() + (PAUSES[times] ?? LONGEST);
    await this.#store({ until, why: 'down', times: times + 1 });
  }

  async #load(): Promise<PauseState> {
    // A person mends a refusal elsewhere, so what is stored counts, not what this process remembers.
    if (this.#state === null || isRefusal(this.#state))
      this.#state = await readPause(this.#options.documents, this.#service);
    return this.#state;
  }

  async #store(state: PauseState): Promise<void> {
    this.#state = state;
    const { documents, readOnly } = this.#options;
    // Every refused request counts towards the day, so that one trace is left by a dry run too.
    const isUsedUp = state.why === 'limit' && state.until > 0;
    if (!readOnly || isUsedUp) await writePause(documents, this.#service, state);
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
