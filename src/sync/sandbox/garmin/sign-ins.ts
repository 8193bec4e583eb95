import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { type Clock, type Instant, MINUTE, SECOND } from '../../time.ts';

/** How long a mailed code holds, by Garmin's support pages. */
const CODE_LIFE = 30 * MINUTE;

interface Dated {
  /** The service of the sign-in, which the token host wants to hear again. */
  readonly service: string;
  readonly until: Instant;
}

/** Sign-ins under way: sessions that wait for a code, and service tickets that nobody has exchanged yet. */
export class SignIns {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Dated>();
  readonly #tickets = new Map<string, Dated>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Opens a session that waits for the code and returns its id, the value of the cookie `SESSION`. */
  awaitCode(service: string, session: string = randomUUID()): string {
    this.#waiting.set(session, { service, until: this.#clock.now() + CODE_LIFE });
    return session;
  }

  /** The service that a session signs in to; null when it does not wait for a code, or no longer. */
  waitingService(session: string): string | null {
    return this.#alive(this.#waiting.get(session));
  }

  /** Hands out a ticket that can be exchanged once within `life` seconds. */
  issueTicket(service: string, life: number): string {
    const number = String(randomInt(1_000_000)).padStart(6, '0');
    const ticket = `ST-${number}-${randomBytes(10).toString('hex')}-sso`;
    this.#tickets.set(ticket, { service, until: this.#clock.now() + life * SECOND });
    return ticket;
  }

  /** The code was right: the session is over and its ticket goes out. Null when no session waits. */
  complete(session: string, life: number): { readonly service: string; readonly ticket: string } | null {
    const service = this.waitingService(session);
    if (service === null) return null;
    this.#waiting.delete(session);
    return { service, ticket: this.issueTicket(service, life) };
  }

  /** Uses a ticket up, whether or not the service is the right one, as CAS does. True when it was good. */
  redeem(ticket: string, service: string): boolean {
    const known = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    return this.#alive(known) === service;
  }

  #alive(dated: Dated | undefined): string | null {
    return dated && this.#clock.now() < dated.until ? dated.service : null;
  }
}
