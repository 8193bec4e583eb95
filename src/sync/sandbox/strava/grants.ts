import { randomBytes } from 'node:crypto';
import { type Clock, HOUR, type Instant, MINUTE, SECOND } from '../../time.ts';
import type { StravaSandboxSettings } from './settings.ts';

/** Scopes that Strava knows (developers.strava.com/docs/authentication). */
export const SCOPES = [
  'read',
  'read_all',
  'profile:read_all',
  'profile:write',
  'activity:read',
  'activity:read_all',
  'activity:write',
] as const;

const CODE_LIFE = 10 * MINUTE;
/** A refresh hands the access token back that there is while it has more than this left (Strava's documentation). */
const STILL_GOOD = HOUR;

export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
}

interface Login {
  readonly scopes: ReadonlySet<string>;
  /** Oldest first. A replaced access token lives until it expires. */
  readonly accessTokens: Map<string, Instant>;
  refreshToken: string;
}

/** What the athlete granted the app: codes, logins and their tokens. */
export class Grants {
  readonly #clock: Clock;
  readonly #settings: StravaSandboxSettings;
  readonly #codes = new Map<string, { readonly scopes: readonly string[]; readonly expiresAt: Instant }>();
  readonly #logins = new Set<Login>();

  constructor(clock: Clock, settings: StravaSandboxSettings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** A code for the redirect: good once, for ten minutes. */
  createCode(scopes: readonly string[]): string {
    const code = randomToken();
    this.#codes.set(code, { scopes, expiresAt: this.#clock.now() + CODE_LIFE });
    return code;
  }

  redeem(code: string): TokenPair | undefined {
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    return found && found.expiresAt > this.#clock.now() ? this.issue(found.scopes) : undefined;
  }

  issue(scopes: readonly string[]): TokenPair {
    const login = { scopes: new Set(scopes), accessTokens: new Map<string, Instant>(), refreshToken: randomToken() };
    this.#logins.add(login);
    return this.#newAccessToken(login);
  }

  /** The refresh token that this one replaces is dead at once. */
  refresh(refreshToken: string): TokenPair | undefined {
    const login = this.#find((each) => each.refreshToken === refreshToken);
    if (!login) return undefined;
    if (this.#settings.refreshRotation === 'rotate') login.refreshToken = randomToken();
    const [accessToken, expiresAt] = [...login.accessTokens].at(-1) ?? ['', 0];
    if (expiresAt - this.#clock.now() <= STILL_GOOD) return this.#newAccessToken(login);
    return { accessToken, refreshToken: login.refreshToken, expiresAt };
  }

  /** What a token allows; undefined for one that expired, was revoked or never was. */
  scopesOf(accessToken: string | undefined): ReadonlySet<string> | undefined {
    if (accessToken === undefined) return undefined;
    const login = this.#find((each) => (each.accessTokens.get(accessToken) ?? 0) > this.#clock.now());
    return login?.scopes;
  }

  /** Everything that the athlete has agreed to so far. */
  covers(scopes: readonly string[]): boolean {
    return scopes.every((scope) => this.#find((login) => login.scopes.has(scope)) !== undefined);
  }

  /** Revoking either token of a pair kills both. */
  revoke(token: string): void {
    const login = this.#find((each) => each.refreshToken === token || each.accessTokens.has(token));
    if (login) this.#logins.delete(login);
  }

  #find(test: (login: Login) => boolean): Login | undefined {
    return [...this.#logins].find(test);
  }

  #newAccessToken(login: Login): TokenPair {
    const accessToken = randomToken();
    // Strava tells the expiry in whole seconds.
    const expiresAt = Math.floor((this.#clock.now() + this.#settings.accessTokenLife * SECOND) / SECOND) * SECOND;
    login.accessTokens.set(accessToken, expiresAt);
    return { accessToken, refreshToken: login.refreshToken, expiresAt };
  }
}

/** Forty hexadecimal digits, like Strava's own. */
export function randomToken(): string {
  return randomBytes(20).toString('hex');
}
