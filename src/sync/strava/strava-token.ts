import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { AuthRequiredError } from '../errors.ts';
import type { Fetch } from '../http.ts';
import type { Store } from '../ports.ts';
import { type Clock, HOUR, type Instant } from '../time.ts';
import { type StoredToken, TokenKeeper } from '../token-keeper.ts';
import { loginOver } from './strava-errors.ts';
import { type Athlete, requestTokens, type StravaApp } from './token-endpoint.ts';

export const STRAVA_TOKEN = 'credentials/strava';
/** Strava hands out a new access token only when the current one has less than an hour left (its OAuth page). */
const REFRESH_BEFORE = HOUR;

export interface StravaToken extends StoredToken {
  readonly refreshToken: string;
  /** SHA-256 of the seed it descends from, so that a new seed is told from the one that was used up. */
  readonly seed: string | null;
  /** What the athlete allowed; null for a login that was not made by `auth`. */
  readonly scopes: readonly string[] | null;
  readonly athlete: Athlete | null;
  readonly connectedAt: Instant | null;
}

const Stored = v.object({
  accessToken: v.string(),
  refreshToken: v.string(),
  expiresAt: v.number(),
  problem: v.optional(v.nullable(v.string()), null),
  problemAt: v.optional(v.nullable(v.number()), null),
  seed: v.optional(v.nullable(v.string()), null),
  scopes: v.optional(v.nullable(v.array(v.string())), null),
  athlete: v.optional(v.nullable(v.object({ id: v.string(), name: v.string() })), null),
  connectedAt: v.optional(v.nullable(v.number()), null),
});

export interface StravaTokenOptions {
  readonly app: StravaApp | null;
  /** A refresh token from the environment; used until the store has one of its own, and again when it is changed. */
  readonly seed: string | null;
  /** `https://www.strava.com/oauth` */
  readonly oauthUrl: string;
  readonly store: Pick<Store, 'documents' | 'leases'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** The Strava login of a store, refreshed in time and rotated safely. */
export function stravaTokenKeeper(options: StravaTokenOptions): TokenKeeper<StravaToken> {
  const { app, store, clock } = options;
  return new TokenKeeper<StravaToken>({
    documents: store.documents,
    leases: store.leases,
    clock,
    document: STRAVA_TOKEN,
    margin: REFRESH_BEFORE,
    read: (stored) => (app === null ? null : readStravaToken(stored, options.seed)),
    refresh: (token) => {
      if (!app) throw notConnected();
      return refresh(options, app, token);
    },
    loginNeeded: (problem) => (problem === null ? notConnected() : loginOver(problem)),
  });
}

/** The stored login, or one that begins with the seed of the environment; null for neither. */
export function readStravaToken(stored: unknown, seed: string | null): StravaToken | null {
  const parsed = v.safeParse(Stored, stored);
  const token = parsed.success ? parsed.output : null;
  const seedHash = seed === null ? null : createHash('sha256').update(seed).digest('hex');
  const isUsedUp = token !== null && (token.problem === null || token.seed === seedHash);
  if (isUsedUp || seed === null) return token;
  return {
    accessToken: '',
    refreshToken: seed,
    expiresAt: 0,
    problem: null,
    problemAt: null,
    seed: seedHash,
    scopes: null,
    athlete: null,
    connectedAt: null,
  };
}

async function refresh(options: StravaTokenOptions, app: StravaApp, token: StravaToken): Promise<StravaToken> {
  const { oauthUrl, clock, fetch } = options;
  const answer = await requestTokens(
    { oauthUrl, clock, fetch, app },
    { grant_type: 'refresh_token', refresh_token: token.refreshToken },
  );
  const { accessToken, refreshToken, expiresAt } = answer;
  return { ...token, accessToken, refreshToken, expiresAt, problem: null, problemAt: null };
}

function notConnected(): AuthRequiredError {
  return new AuthRequiredError('strava', 'MISSING', {
    message: 'Strava is not connected yet.',
    hint: 'Run `garmin2strava auth strava`.',
  });
}
