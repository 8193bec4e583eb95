import { type Clock, DAY, MINUTE } from '../../time.ts';
import type { QuotaLimit, StravaSandboxSettings } from './settings.ts';

/** Uploads are counted in the overall bucket only. */
export type CallKind = 'upload' | 'read';

/**
 * Counts the calls of the app in Strava's two buckets. Quarter hours end at :00, :15, :30 and :45, days at midnight
 * UTC, and a refused call counts like any other (developers.strava.com/docs/rate-limits).
 */
export class QuotaMeter {
  readonly #clock: Clock;
  readonly #settings: StravaSandboxSettings;
  readonly #overall = new Bucket();
  readonly #read = new Bucket();

  constructor(clock: Clock, settings: StravaSandboxSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Counts one call; false when the limit was used up before it. */
  count(kind: CallKind): boolean {
    const now = this.#clock.now();
    const withinOverall = this.#overall.count(now, this.#settings.overallLimit);
    const withinRead = kind === 'upload' || this.#read.count(now, this.#settings.readLimit);
    return withinOverall && withinRead;
  }

  /**
   * The four headers, in the spelling that Strava puts on the wire. The read usage of an upload is a lone comma
   * (recorded 2025-10-18).
   */
  headers(kind: CallKind): Readonly<Record<string, string>> {
    const { overallLimit, readLimit } = this.#settings;
    return {
      'X-Ratelimit-Limit': pair(overallLimit),
      'X-Ratelimit-Usage': pair(this.usage().overall),
      'X-Readratelimit-Limit': pair(readLimit),
      'X-Readratelimit-Usage': kind === 'upload' ? ',' : pair(this.usage().read),
    };
  }

  usage(): { readonly overall: QuotaLimit; readonly read: QuotaLimit } {
    const now = this.#clock.now();
    return { overall: this.#overall.used(now), read: this.#read.used(now) };
  }
}

function pair({ quarterHour, day }: QuotaLimit): string {
  return `${quarterHour},${day}`;
}

class Bucket {
  readonly #quarterHour = new Window(15 * MINUTE);
  readonly #day = new Window(DAY);

  count(now: number, limit: QuotaLimit): boolean {
    const quarterHour = this.#quarterHour.count(now);
    const day = this.#day.count(now);
    return quarterHour <= limit.quarterHour && day <= limit.day;
  }

  used(now: number): QuotaLimit {
    return { quarterHour: this.#quarterHour.used(now), day: this.#day.used(now) };
  }
}

class Window {
  readonly #length: number;
  #index = 0;
  #calls = 0;

  constructor(length: number) {
    this.#length = length;
  }

  count(now: number): number {
    this.#calls = this.used(now) + 1;
    this.#index = Math.floor(now / this.#length);
    return this.#calls;
  }

  used(now: number): number {
    return Math.floor(now / this.#length) === this.#index ? this.#calls : 0;
  }
}
