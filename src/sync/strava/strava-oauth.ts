import * as v from 'valibot';
import { AuthRequiredError } from '../errors.ts';
import { type HttpAnswer, send } from '../http.ts';
import { SECOND } from '../time.ts';
import { apiError } from './strava-errors.ts';
import type { StravaToken } from './strava-token.ts';
import { type Athlete, AthleteAnswer, requestTokens, type StravaApp, type TokenEndpoint } from './token-endpoint.ts';

const TIMEOUT = 30 * SECOND;
const ASKED_SCOPES = ['read', 'activity:read_all', 'activity:write'];
/** The names of bikes and shoes come with it only. */
const GEAR_SCOPE = 'profile:read_all';
/** Without the first, activities that only the athlete sees are missing from the list, and would be uploaded again. */
const NEEDED_SCOPES = ['activity:read_all', 'activity:write'];

/** Page on which a person makes an app and finds its id and secret. */
export const APP_PAGE = 'https://www.strava.com/settings/api';
/** Page on which a person ends an app's access. */
export const CONNECTED_APPS_PAGE = 'https://www.strava.com/settings/apps';

/** The address to open in the browser; `force` shows the page even where everything was granted before. */
export function authorizeUrl(
  oauthUrl: string,
  ask: {
    readonly clientId: string;
    readonly redirectUri: string;
    readonly state: string;
    readonly force: boolean;
    /** Ask for the athlete's bikes and shoes too. */
    readonly gear: boolean;
  },
): string {
  const query = new URLSearchParams({
    client_id: ask.clientId,
    redirect_uri: ask.redirectUri,
    response_type: 'code',
    approval_prompt: ask.force ? 'force' : 'auto',
    scope: [...ASKED_SCOPES, ...(ask.gear ? [GEAR_SCOPE] : [])].join(','),
    state: ask.state,
  });
  return `${oauthUrl}/authorize?${query}`;
}

/** The scopes of a redirect or an answer, which are separated by commas or spaces. */
export function splitScopes(scope: string): readonly string[] {
  return scope.split(/[\s,]+/).filter((it) => it !== '');
}

/** What a sync cannot do without and the athlete did not grant. */
export function missingScopes(granted: readonly string[]): readonly string[] {
  return NEEDED_SCOPES.filter((scope) => !granted.includes(scope));
}

/**
 * Exchanges the code of a sign-in for a login. `scopes` are those of the redirect; null when it told none.
 * @throws AuthRequiredError, RateLimitedError, ServiceError
 */
export async function exchangeCode(
  endpoint: TokenEndpoint,
  { code, scopes }: { readonly code: string; readonly scopes: readonly string[] | null },
): Promise<StravaToken> {
  const { scope, ...tokens } = await requestTokens(endpoint, { grant_type: 'authorization_code', code });
  const granted = scopes ?? (scope === null ? null : splitScopes(scope));
  const missing = granted === null ? [] : missingScopes(granted);
  if (missing.length > 0) throw scopesMissing(missing);
  return {
    ...tokens,
    scopes: granted,
    connectedAt: endpoint.clock.now(),
    problem: null,
    problemAt: null,
    seed: null,
  };
}

/** Who the login belongs to; shows too that the app is active. @throws AppInactiveError, AuthRequiredError, ServiceError */
export async function fetchAthlete(
  { apiUrl, fetch, clock }: Pick<TokenEndpoint, 'fetch' | 'clock'> & { readonly apiUrl: string },
  accessToken: string,
): Promise<Athlete | null> {
  const answer = await send({ fetch, service: 'strava', timeout: TIMEOUT }, `${apiUrl}/athlete`, {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' },
  });
  if (answer.status !== 200) throw apiError(answer, null, clock.now());
  const parsed = v.safeParse(AthleteAnswer, answer.json);
  return parsed.success ? parsed.output : null;
}

/**
 * Ends a login at Strava: `/oauth/revoke`, and where that is refused `/oauth/deauthorize`, which is there until June
 * 2027. False when Strava confirmed neither.
 */
export async function revokeLogin(
  { oauthUrl, fetch, app }: Pick<TokenEndpoint, 'oauthUrl' | 'fetch' | 'app'>,
  { accessToken, refreshToken }: Pick<StravaToken, 'accessToken' | 'refreshToken'>,
): Promise<boolean> {
  const post = async (path: string, authorization: string, form?: Record<string, string>): Promise<boolean> => {
    const init = { method: 'POST', headers: { Authorization: authorization, Accept: 'application/json' } };
    const body = form ? { body: new URLSearchParams(form) } : {};
    const http = { fetch, service: 'strava', timeout: TIMEOUT } as const;
    const answer: HttpAnswer | null = await send(http, `${oauthUrl}/${path}`, { ...init, ...body }).catch(() => null);
    return answer !== null && answer.status >= 200 && answer.status < 300;
  };
  const isRevoked = await post('revoke', basic(app), { token: refreshToken, token_type_hint: 'refresh_token' });
  return isRevoked || (accessToken !== '' && (await post('deauthorize', `Bearer ${accessToken}`)));
}

function basic({ clientId, clientSecret }: StravaApp): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
}

/** @param missing scopes by Strava's names */
export function scopesMissing(missing: readonly string[]): AuthRequiredError {
  return new AuthRequiredError('strava', 'SCOPE', {
    message: `Strava was not given the permission${missing.length > 1 ? 's' : ''} ${missing.join(' and ')}.`,
    hint: "Run `garmin2strava auth strava` again and leave every box ticked on Strava's page.",
  });
}
