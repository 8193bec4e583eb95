import { type Clock, type Instant, SECOND } from '../../time.ts';

/** `personal` bearers are made from a Personal API key, `account` bearers from a sign-in. */
export type BearerKind = 'personal' | 'account';

/** The bearers that the data API accepts at the moment. */
export class Bearers {
  readonly #clock: Clock;
  readonly #live = new Map<string, { readonly kind: BearerKind; readonly until: Instant }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Accepts `token` for `life` seconds from now. */
  admit(token: string, kind: BearerKind, life: number): void {
    this.#live.set(token, { kind, until: this.#clock.now() + life * SECOND });
  }

  /** The kind of the bearer in an `Authorization` header; null where there is none that is alive. */
  kindOf(authorization: string | undefined): BearerKind | null {
    const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
    const bearer = this.#live.get(token);
    return bearer && this.#clock.now() < bearer.until ? bearer.kind : null;
  }

  expireAll(): void {
    this.#live.clear();
  }
}
