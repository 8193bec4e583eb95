import * as v from 'valibot';
import { type Fetch, isSuccess, send } from '../http.ts';
import { type Clock, HOUR, type Instant, SECOND } from '../time.ts';
import { tokenError, unusable } from './strava-errors.ts';

const TIMEOUT = 30 * SECOND;
/** Used where the answer says nothing of it (Strava's page on OAuth). The old login is over by then: the new one is kept. */
const ASSUMED_LIFE = 6 * HOUR;

/** The user's own API app. */
export interface StravaApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Athlete {
  readonly id: string;
  readonly name: string;
}

/** An athlete as Strava's answers show them, as far as a person would want to see. */
export const AthleteAnswer = v.pipe(
  v.object({
    id: v.number(),
    firstname: v.optional(v.nullable(v.string()), null),
    lastname: v.optional(v.nullable(v.string()), null),
    username: v.optional(v.nullable(v.string()), null),
  }),
  v.transform(({ id, firstname, lastname, username }): Athlete => {
    const name = [firstname, lastname].filter(Boolean).join(' ');
    return { id: String(id), name: name || username || `athlete ${id}` };
  }),
);

const seconds = v.fallback(v.optional(v.nullable(v.number()), null), null);
const Answer = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  refresh_token: v.pipe(v.string(), v.nonEmpty()),
  expires_at: seconds,
  expires_in: seconds,
  // Reported with a code; recorded answers have it not.
  scope: v.optional(v.nullable(v.string()), null),
  athlete: v.fallback(v.nullable(AthleteAnswer), null),
});

export interface TokenEndpoint {
  readonly app: StravaApp;
  /** `https://www.strava.com/oauth` */
  readonly oauthUrl: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

export interface GrantedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
  readonly scope: string | null;
  readonly athlete: Athlete | null;
}

/** `POST /oauth/token`, for a code or a refresh token. @throws AuthRequiredError, RateLimitedError, ServiceError */
export async function requestTokens(
  { app, oauthUrl, clock, fetch }: TokenEndpoint,
  grant: Readonly<Record<string, string>>,
): Promise<GrantedTokens> {
  const answer = await send({ fetch, service: 'strava', timeout: TIMEOUT }, `${oauthUrl}/token`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ client_id: app.clientId, client_secret: app.clientSecret, ...grant }),
  });
  if (!isSuccess(answer)) throw tokenError(answer, null, clock.now());
  const parsed = v.safeParse(Answer, answer.json);
  if (!parsed.success) throw unusable(answer);
  const { access_token: accessToken, refresh_token: refreshToken, scope, athlete } = parsed.output;
  return { accessToken, refreshToken, expiresAt: endOf(parsed.output, clock.now()), scope, athlete };
}

function endOf({ expires_at: at, expires_in: left }: v.InferOutput<typeof Answer>, now: Instant): Instant {
  if (at !== null) return at * SECOND;
  return now + (left === null ? ASSUMED_LIFE : left * SECOND);
}
