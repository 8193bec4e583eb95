import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { type Fetch, isSuccess, send } from '../http.ts';
import type { Store } from '../ports.ts';
import { type Clock, HOUR, MINUTE, SECOND } from '../time.ts';
import { type StoredToken, TokenKeeper } from '../token-keeper.ts';
import { garminError, isWebPage, keyMissing, keyRefused, unusable } from './garmin-errors.ts';
import { jwtClaims } from './jwt.ts';

export const GARMIN_TOKEN = 'credentials/garmin-personal';
const EXCHANGE_BEFORE = 10 * MINUTE;
/** Used where Garmin's answer says nothing of its life: it is 24 hours by Garmin's page, less a margin. */
const ASSUMED_LIFE = 23 * HOUR;
const TIMEOUT = 30 * SECOND;

export interface PersonalToken extends StoredToken {
  /** SHA-256 of the key it was made from: another key makes another token. */
  readonly key: string;
}

const Stored = v.looseObject({
  accessToken: v.string(),
  expiresAt: v.number(),
  key: v.string(),
  problem: v.optional(v.nullable(v.string()), null),
  problemAt: v.optional(v.nullable(v.number()), null),
});

// The field names are not confirmed by Garmin, so the likely spellings are all taken.
const filled = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
const life = v.fallback(
  v.optional(v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.finite())),
  undefined,
);
const Answer = v.pipe(
  v.object({
    access_token: filled,
    accessToken: filled,
    token: filled,
    expires_in: life,
    expiresIn: life,
  }),
  v.transform((it) => ({
    accessToken: it.access_token ?? it.accessToken ?? it.token ?? null,
    life: it.expires_in ?? it.expiresIn ?? null,
  })),
);

export interface PersonalTokenOptions {
  readonly apiKey: string | null;
  /** `https://personal.connectapi.garmin.com` */
  readonly url: string;
  readonly store: Pick<Store, 'documents' | 'leases'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Ends an exchange that is on its way: nothing rotates, so none is lost. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Turns a Personal API key into the bearer of a day and keeps that in the store: one exchange a day, not one a run
 * (`POST /personalapitoken-service/personal-api/personal-api-key/token`, Garmin's Personal API page, October 2026).
 */
export function personalTokenKeeper(options: PersonalTokenOptions): TokenKeeper<PersonalToken> {
  const { apiKey, store, clock } = options;
  const fingerprint = createHash('sha256')
    .update(apiKey ?? '')
    .digest('hex');
  const none: PersonalToken = { accessToken: '', expiresAt: 0, problem: null, problemAt: null, key: fingerprint };
  return new TokenKeeper<PersonalToken>({
    documents: store.documents,
    leases: store.leases,
    clock,
    document: GARMIN_TOKEN,
    margin: EXCHANGE_BEFORE,
    // A gateway's passing 403 must not end a good key for ever.
    retryDeadAfter: HOUR,
    read: (stored) => {
      if (apiKey === null) return null;
      const parsed = v.safeParse(Stored, stored);
      return parsed.success && parsed.output.key === fingerprint ? parsed.output : none;
    },
    refresh: (token) => exchange(options, token),
    loginNeeded: (problem) => (problem === null ? keyMissing() : keyRefused()),
  });
}

async function exchange(options: PersonalTokenOptions, token: PersonalToken): Promise<PersonalToken> {
  const { apiKey, url, clock, fetch, signal } = options;
  const path = '/personalapitoken-service/personal-api/personal-api-key/token';
  const answer = await send({ fetch, service: 'garmin', timeout: TIMEOUT, signal }, `${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `ApiKey ${apiKey}`, Accept: 'application/json' },
  });
  const { status, text } = answer;
  if ((status === 401 || status === 403) && !isWebPage(answer)) throw keyRefused();
  if (!isSuccess(answer))
    throw garminError({ status, text, retryAfter: answer.headers.get('retry-after') }, clock.now());
  const parsed = v.safeParse(Answer, answer.json);
  if (!parsed.success || parsed.output.accessToken === null) throw unusable(status, isWebPage(answer));
  const { accessToken, life } = parsed.output;
  const expiresAt =
    life === null ? (jwtClaims(accessToken).expiresAt ?? clock.now() + ASSUMED_LIFE) : clock.now() + life * SECOND;
  return { ...token, accessToken, expiresAt, problem: null, problemAt: null };
}
