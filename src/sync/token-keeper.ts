import { type AuthRequiredError, ConflictError, LoginOverError, RateLimitedError, ServiceError } from './errors.ts';
import type { Documents, Lease, Leases, Versioned } from './ports.ts';
import { type Clock, type Instant, MINUTE } from './time.ts';

/** What every token document has, whatever else a service needs beside it. */
export interface StoredToken {
  readonly accessToken: string;
  readonly expiresAt: Instant;
  /** Why a person has to log in again; null while all is well. */
  readonly problem: string | null;
  /** Since when it has had its problem. */
  readonly problemAt: Instant | null;
}

export interface TokenKeeperOptions<T extends StoredToken> {
  readonly documents: Documents;
  readonly leases: Leases;
  readonly clock: Clock;
  /** Name of the token's document. */
  readonly document: string;
  /** Reads the stored document; null for none. May start from a seed that is newer than what is stored. */
  readonly read: (stored: unknown) => T | null;
  /** Renews a token that has less than this left, in milliseconds. */
  readonly margin: number;
  /** @throws LoginOverError when the service will never accept this token again: nobody asks it with that one any more */
  readonly refresh: (token: T) => Promise<T>;
  /** What to throw when there is no token, or when a stored `problem` says that it is dead. */
  readonly loginNeeded: (problem: string | null) => AuthRequiredError;
  /** Milliseconds after which a token with a problem is tried once more; left out: never. */
  readonly retryDeadAfter?: number;
}

const LEASE_LIFE = MINUTE;
const WAIT = 250;

/**
 * Keeps one token alive for all processes that share a store. A rotated token is stored before it is used; one refresh
 * at a time in this process (a shared promise) and across processes (a lease); whoever comes second reads again.
 */
export class TokenKeeper<T extends StoredToken> {
  readonly #options: TokenKeeperOptions<T>;
  #current: T | null = null;
  #renewal: Promise<T> | null = null;

  constructor(options: TokenKeeperOptions<T>) {
    this.#options = options;
  }

  /** A token with enough life left. @throws AuthRequiredError, ServiceError, RateLimitedError */
  async token(): Promise<T> {
    if (this.#current && this.#isFresh(this.#current)) return this.#current;
    return this.#renew(null);
  }

  /** After a 401: a token other than the one that was refused. */
  async replace(refused: string): Promise<T> {
    return this.#renew(refused);
  }

  async #renew(refused: string | null): Promise<T> {
    this.#renewal ??= this.#renewOnce(refused).finally(() => {
      this.#renewal = null;
    });
    this.#current = await this.#renewal;
    return this.#current;
  }

  async #renewOnce(refused: string | null): Promise<T> {
    const stored = await this.#read();
    if (this.#isUsable(stored.value, refused)) return stored.value;
    const lease = await this.#lock(refused);
    if (!lease) return (await this.#read()).value;
    try {
      const latest = await this.#read();
      return this.#isUsable(latest.value, refused) ? latest.value : await this.#refresh(latest, refused);
    } finally {
      await lease.release();
    }
  }

  /** Null when somebody else renewed the token while we waited. */
  async #lock(refused: string | null): Promise<Lease | null> {
    const { leases, clock, document } = this.#options;
    const giveUpAt = clock.now() + 2 * LEASE_LIFE;
    for (;;) {
      const held = await leases.acquire(`refresh-${document.replaceAll('/', '-')}`, LEASE_LIFE);
      if ('lease' in held) return held.lease;
      await clock.sleep(WAIT);
      if (this.#isUsable((await this.#read()).value, refused)) return null;
      if (clock.now() > giveUpAt) throw new ConflictError(stuck(held.holder));
    }
  }

  async #refresh(from: Versioned<T>, refused: string | null): Promise<T> {
    try {
      return await this.#keep(await this.#options.refresh(from.value), from.version);
    } catch (error) {
      if (error instanceof RateLimitedError) throw error;
      // The service may have acted although its answer was lost, or another process was faster: look before a second try.
      const latest = await this.#read();
      if (latest.version !== from.version && this.#isUsable(latest.value, refused)) return latest.value;
      if (error instanceof LoginOverError) await this.#markDead(latest, error);
      const mayHaveActed = error instanceof ServiceError && error.outcome === 'unknown' && error.status === null;
      if (!mayHaveActed) throw error;
      return this.#keep(await this.#secondTry(latest), latest.version);
    }
  }

  async #secondTry(from: Versioned<T>): Promise<T> {
    try {
      return await this.#options.refresh(from.value);
    } catch (error) {
      if (error instanceof LoginOverError) await this.#markDead(from, error);
      throw error;
    }
  }

  async #keep(token: T, version: number): Promise<T> {
    const { documents, document } = this.#options;
    for (let expected = version; ; ) {
      try {
        await documents.write(document, token, expected);
        return token;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        const latest = await this.#afterConflict(expected);
        if (latest.value) return latest.value;
        expected = latest.version;
      }
    }
  }

  /** A value to use instead of ours, or the version to replace by ours. */
  async #afterConflict(expected: number): Promise<{ readonly value: T | null; readonly version: number }> {
    const { documents, document, read, loginNeeded } = this.#options;
    const stored = await documents.read(document);
    // Somebody logged out meanwhile: what we hold must not come back.
    if (!stored && expected > 0) throw loginNeeded(null);
    const value = read(stored?.value ?? null);
    // A token that somebody else stored is newer than ours; a death notice was written about the one we replaced.
    return { value: value?.problem === null ? value : null, version: stored?.version ?? 0 };
  }

  /** From now on nobody asks the service again with this token. */
  async #markDead({ value, version }: Versioned<T>, { message }: LoginOverError): Promise<void> {
    const { documents, document, clock } = this.#options;
    try {
      await documents.write(document, { ...value, problem: message, problemAt: clock.now() }, version);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  async #read(): Promise<Versioned<T>> {
    const { documents, document, read, loginNeeded } = this.#options;
    const stored = await documents.read(document);
    const value = read(stored?.value ?? null);
    if (!value || this.#isDead(value)) throw loginNeeded(value?.problem ?? null);
    return { value, version: stored?.version ?? 0 };
  }

  #isDead({ problem, problemAt }: T): boolean {
    const { clock, retryDeadAfter = Number.POSITIVE_INFINITY } = this.#options;
    return problem !== null && clock.now() - (problemAt ?? 0) < retryDeadAfter;
  }

  #isFresh({ expiresAt }: T): boolean {
    return expiresAt - this.#options.clock.now() > this.#options.margin;
  }

  #isUsable(token: T, refused: string | null): boolean {
    return token.problem === null && token.accessToken !== refused && this.#isFresh(token);
  }
}

function stuck(holder: string): { message: string; hint: string } {
  return {
    message: `A token refresh has been going on for minutes (${holder}).`,
    hint: 'End that process and run the same command again.',
  };
}
