import { overwrite } from '../../sync/documents.ts';
import { AppInactiveError, AppRefusedError, AuthRequiredError, ToolError } from '../../sync/errors.ts';
import { forgetRefusal } from '../../sync/pause-state.ts';
import {
  APP_PAGE,
  exchangeCode,
  fetchAthlete,
  missingScopes,
  scopesMissing,
  splitScopes,
} from '../../sync/strava/strava-oauth.ts';
import { STRAVA_TOKEN, type StravaToken } from '../../sync/strava/strava-token.ts';
import type { StravaApp } from '../../sync/strava/token-endpoint.ts';
import type { AuthSession } from './auth-session.ts';
import type { Callback, CallbackRequest } from './callback-server.ts';
import { askApp, chooseApp, forgetTypedApp, keepApp } from './strava-app-questions.ts';
import { askConsent, type ConsentFlags } from './strava-consent.ts';

/** `auth strava`: app, consent, proof, store. @throws ToolError; the login is kept when only the app is inactive */
export async function connectStrava(session: AuthSession, flags: ConsentFlags): Promise<void> {
  const token = await signInWithGoodApp(session, flags);
  const { name, id } = token.athlete ?? { name: 'an athlete whom Strava did not name', id: null };
  session.tell(`Strava is connected: ${name}${id === null ? '' : ` (athlete ${id})`}.`);
}

/** What a person typed wrong is asked for again. */
async function signInWithGoodApp(session: AuthSession, flags: ConsentFlags): Promise<StravaToken> {
  const canMend = session.canAsk && session.settings.strava.app === null;
  for (let app = await chooseApp(session); ; app = await askApp(session)) {
    try {
      return await signIn(session, app, flags);
    } catch (error) {
      if (!(error instanceof AppRefusedError)) throw error;
      await forgetTypedApp(session.store.documents);
      if (!canMend) throw error;
      session.say(`${error.message} Copy client id and secret once more from ${APP_PAGE}.`);
    }
  }
}

async function signIn(session: AuthSession, app: StravaApp, flags: ConsentFlags): Promise<StravaToken> {
  for (let force = false; ; force = true) {
    const answer = await askConsent(session, { ...flags, app, force }, (request) => settle(session, app, request));
    if (!('missing' in answer)) return answer;
    const { message } = scopesMissing(answer.missing);
    session.say(`${message} Without it this tool cannot work.`);
    const isAgain =
      session.canAsk &&
      (await session.prompts.confirm({ message: "Show Strava's page again?", standard: true, without: '' }));
    if (!isAgain) throw scopesMissing(answer.missing);
  }
}

type Settled = StravaToken | { readonly missing: readonly string[] };

/** Turns what Strava sent back into a login, and tells the browser how that went. */
async function settle(session: AuthSession, app: StravaApp, { callback, respond }: CallbackRequest): Promise<Settled> {
  try {
    const { code, scopes } = granted(callback);
    const missing = scopes === null ? [] : missingScopes(scopes);
    if (missing.length > 0) {
      await respond({ kind: 'missing-scope', scopes: missing });
      return { missing };
    }
    const token = await keepLogin(session, app, { code, scopes });
    await respond({ kind: 'connected', athlete: token.athlete?.name ?? 'you' });
    return token;
  } catch (error) {
    if (error instanceof AuthRequiredError && error.code === 'STRAVA_AUTH_DENIED') await respond({ kind: 'refused' });
    else if (error instanceof ToolError) await respond({ kind: 'failed', message: error.message, hint: error.hint });
    throw error;
  }
}

function granted({ code, scope, error }: Callback): {
  readonly code: string;
  readonly scopes: readonly string[] | null;
} {
  if (error === null && code) return { code, scopes: scope === null ? null : splitScopes(scope) };
  throw new AuthRequiredError('strava', 'DENIED', {
    message:
      error === 'access_denied' || error === null
        ? "Access was refused on Strava's page."
        : `Strava sent the browser back with an error: ${error.replace(/[^\w -]/g, '').slice(0, 80)}.`,
    hint: 'Nothing was connected. Run `garmin2strava auth strava` to try again.',
  });
}

/** The login is stored before its first use; `/athlete` then shows whether the app is active. */
async function keepLogin(
  session: AuthSession,
  app: StravaApp,
  grant: { readonly code: string; readonly scopes: readonly string[] | null },
): Promise<StravaToken> {
  const { settings, store, clock, fetch } = session;
  const { oauthUrl, apiUrl } = settings.strava;
  const token = await exchangeCode({ app, oauthUrl, clock, fetch }, grant);
  await keepApp(session, app);
  await overwrite(store.documents, STRAVA_TOKEN, token);
  await forgetRefusal(store.documents, 'strava');
  const athlete = await fetchAthlete({ apiUrl, fetch, clock }, token.accessToken).catch((error: unknown) => {
    if (error instanceof AppInactiveError || error instanceof AuthRequiredError) throw error;
    // Strava is in trouble or its quota is spent, which says nothing about the login.
    return null;
  });
  return { ...token, athlete: token.athlete ?? athlete };
}
