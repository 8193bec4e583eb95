import * as v from 'valibot';
import { type Fetch, type HttpAnswer, isSuccess, send } from '../../http.ts';
import { type Clock, HOUR, type Instant, SECOND } from '../../time.ts';
import { garminError, isWebPage, unusable } from '../garmin-errors.ts';
import { jwtClaims } from '../jwt.ts';
import { NATIVE_HEADERS } from './native-headers.ts';
import { accountExpired, ticketRefused } from './sign-in-errors.ts';

/** Client ids of Garmin's apps, newest first (python-garminconnect 0.3.11). They come and go with the apps. */
export const DI_CLIENT_IDS = [
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4',
  'GARMIN_CONNECT_MOBILE_ANDROID_DI',
  'GARMIN_CONNECT_MOBILE_IOS_DI',
];
/** A constant of Garmin's that is the same for China. */
const TICKET_GRANT = 'https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket';
const TIMEOUT = 30 * SECOND;
/** Used where neither the token nor the answer tells; the shortest life on record is China's 4 hours. */
const ASSUMED_LIFE = 3 * HOUR;

const seconds = v.fallback(v.optional(v.number()), undefined);
const Answer = v.object({
  access_token: v.pipe(v.string(), v.nonEmpty()),
  refresh_token: v.pipe(v.string(), v.nonEmpty()),
  expires_in: seconds,
  refresh_token_expires_in: seconds,
});
const OauthError = v.object({ error: v.string(), error_description: v.optional(v.string(), '') });

/** A pair of the token host. The refresh token is good once: using it brings a new one and ends this one. */
export interface DiTokens {
  readonly clientId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Instant;
  /** When the refresh token dies if it is not used; null where Garmin does not tell. */
  readonly refreshExpiresAt: Instant | null;
}

export interface DiOptions {
  /** `https://diauth.garmin.com` */
  readonly di: string;
  readonly clientIds: readonly string[];
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** A ticket of the sign-in, and for which service it was given. */
export interface ServiceTicket {
  readonly ticket: string;
  readonly service: string;
}

/**
 * Turns a service ticket into tokens, for the first client id that the token host takes it from.
 * @throws AuthRequiredError when it takes it from none; RateLimitedError; ServiceError
 */
export async function exchangeTicket(options: DiOptions, { ticket, service }: ServiceTicket): Promise<DiTokens> {
  const { clock, clientIds } = options;
  for (const clientId of clientIds) {
    const form = { grant_type: TICKET_GRANT, client_id: clientId, service_ticket: ticket, service_url: service };
    const answer = await post(options, clientId, form);
    if (isSuccess(answer)) return readTokens(answer, clientId, clock.now());
    const isNo = answer.status === 400 || answer.status === 401;
    if (!isNo || isWebPage(answer)) throw errorOf(answer, clock.now());
  }
  throw ticketRefused();
}

/** Uses the refresh token up and returns the next pair. @throws AuthRequiredError when the login is over */
export async function refreshTokens(options: Omit<DiOptions, 'clientIds'>, tokens: DiTokens): Promise<DiTokens> {
  const { clientId, refreshToken } = tokens;
  const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken };
  const answer = await post(options, clientId, form);
  if (isSuccess(answer)) return readTokens(answer, clientId, options.clock.now());
  const error = v.safeParse(OauthError, answer.json);
  const isOver = answer.status >= 400 && answer.status < 500 && answer.status !== 429 && error.success;
  // Only the kind of error is told on: its description quotes the token.
  if (isOver) throw accountExpired(error.output.error);
  throw errorOf(answer, options.clock.now());
}

function post(
  { di, fetch }: Pick<DiOptions, 'di' | 'fetch'>,
  clientId: string,
  form: Record<string, string>,
): Promise<HttpAnswer> {
  return send({ fetch, service: 'garmin', timeout: TIMEOUT }, `${di}/di-oauth2-service/oauth/token`, {
    method: 'POST',
    headers: {
      ...NATIVE_HEADERS,
      Authorization: `Basic ${Buffer.from(`${clientId}:`).toString('base64')}`,
      Accept: 'application/json',
      'Cache-Control': 'no-cache',
    },
    body: new URLSearchParams(form),
  });
}

function readTokens(answer: HttpAnswer, usedId: string, now: Instant): DiTokens {
  const parsed = v.safeParse(Answer, answer.json);
  if (!parsed.success) throw unusable(answer.status, isWebPage(answer));
  const {
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in,
    refresh_token_expires_in,
  } = parsed.output;
  const { expiresAt, clientId } = jwtClaims(accessToken);
  return {
    clientId: clientId ?? usedId,
    accessToken,
    refreshToken,
    expiresAt: expiresAt ?? now + (expires_in === undefined ? ASSUMED_LIFE : expires_in * SECOND),
    refreshExpiresAt: refresh_token_expires_in === undefined ? null : now + refresh_token_expires_in * SECOND,
  };
}

function errorOf({ status, text, headers }: HttpAnswer, now: Instant): Error {
  return garminError({ status, text, retryAfter: headers.get('retry-after') }, now);
}
