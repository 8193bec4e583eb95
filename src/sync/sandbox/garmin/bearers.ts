import { type Clock, type Instant, SECOND } from '../../time.ts';

/** The bearers that the data API accepts at the moment. */
export class Bearers {
  readonly #clock: Clock;
  readonly #live = new Map<string, Instant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Accepts `token` for `life` seconds from now. */
  admit(token: string, life: number): void {
    this.#live.set(token, this.#clock.now() + life * SECOND);
  }

  /** True for an `Authorization` header with a bearer that is alive. */
  accept(authorization: string | undefined): boolean {
    const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
    return this.#clock.now() < (this.#live.get(token) ?? 0);
  }

  expireAll(): void {
    this.#live.clear();
  }
}
