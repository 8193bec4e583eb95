import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { AuthRequiredError } from '../errors.ts';
import { type Fetch, send } from '../http.ts';
import type { Store } from '../ports.ts';
import { type Clock, HOUR, SECOND } from '../time.ts';
import { type StoredToken, TokenKeeper } from '../token-keeper.ts';
import { loginExpired, tokenError, unusable } from './strava-errors.ts';

export const STRAVA_TOKEN = 'credentials/strava';
/** Strava hands out a new access token only when the current one has less than an hour left (its OAuth page). */
const REFRESH_BEFORE = HOUR;
const TIMEOUT = 30 * SECOND;

export interface StravaApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface StravaToken extends StoredToken {
  readonly refreshToken: string;
  /** SHA-256 of the seed it descends from, so that a new seed is told from the one that was used up. */
  readonly seed: string | null;
}

const Stored = v.looseObject({
  accessToken: v.string(),
  refreshToken: v.string(),
  expiresAt: v.number(),
  problem: v.optional(v.nullable(v.string()), null),
  problemAt: v.optional(v.nullable(v.number()), null),
  seed: v.optional(v.nullable(v.string()), null),
});

const TokenAnswer = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  refresh_token: v.pipe(v.string(), v.nonEmpty()),
  expires_at: v.number(),
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
    read: (stored) => (app === null ? null : readToken(stored, options.seed)),
    refresh: (token) => {
      if (!app) throw notConnected();
      return refresh(options, app, token);
    },
    loginNeeded: (problem) => (problem === null ? notConnected() : loginExpired(problem)),
  });
}

function readToken(stored: unknown, seed: string | null): StravaToken | null {
  const parsed = v.safeParse(Stored, stored);
  const token = parsed.success ? parsed.output : null;
  const seedHash = seed === null ? null : createHash('sha256').update(seed).digest('hex');
  const isUsedUp = token !== null && (token.problem === null || token.seed === seedHash);
  if (isUsedUp || seed === null) return token;
  return { accessToken: '', refreshToken: seed, expiresAt: 0, problem: null, problemAt: null, seed: seedHash };
}

async function refresh(options: StravaTokenOptions, app: StravaApp, token: StravaToken): Promise<StravaToken> {
  const { oauthUrl, clock, fetch } = options;
  const answer = await send({ fetch, service: 'strava', timeout: TIMEOUT }, `${oauthUrl}/token`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({
      client_id: app.clientId,
      client_secret: app.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: token.refreshToken,
    }),
  });
  if (answer.status !== 200) throw tokenError(answer, null, clock.now());
  const parsed = v.safeParse(TokenAnswer, answer.json);
  if (!parsed.success) throw unusable(answer);
  const { access_token: accessToken, refresh_token: refreshToken, expires_at: expiresAt } = parsed.output;
  return { ...token, accessToken, refreshToken, expiresAt: expiresAt * SECOND, problem: null, problemAt: null };
}

function notConnected(): AuthRequiredError {
  return new AuthRequiredError('strava', 'MISSING', {
    message: 'Strava is not connected yet.',
    hint: 'Set G2S_STRAVA_CLIENT_ID, G2S_STRAVA_CLIENT_SECRET and G2S_STRAVA_REFRESH_TOKEN.',
  });
}
