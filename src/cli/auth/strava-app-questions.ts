import { readStravaApp, STRAVA_APP, stravaApp } from '../../sync/accounts/strava-account.ts';
import { overwrite } from '../../sync/documents.ts';
import type { Documents } from '../../sync/ports.ts';
import { APP_PAGE } from '../../sync/strava/strava-oauth.ts';
import type { StravaApp } from '../../sync/strava/token-endpoint.ts';
import type { AuthSession } from './auth-session.ts';

const HOW_TO_MAKE_ONE = `Strava lets each person bring an API app of their own (its owner needs a Strava subscription).
  1. Open ${APP_PAGE} and create an app: any name, any website.
  2. Set "Authorization Callback Domain" to localhost.
  3. Copy "Client ID" and "Client Secret" from that page.`;
const WITHOUT = 'Set G2S_STRAVA_CLIENT_ID and G2S_STRAVA_CLIENT_SECRET (or G2S_STRAVA_CLIENT_SECRET_FILE).';

/**
 * An app that was typed and has not proved good: whoever breaks off at Strava's page need not type it again. Only the
 * questions read it.
 */
const TYPED_APP = 'credentials/strava-app-typed';

/** The app to sign in with: of the environment, one that was used or typed before if the person agrees, or asked for. */
export async function chooseApp(session: AuthSession): Promise<StravaApp> {
  const { settings, store, canAsk, say } = session;
  const good = await stravaApp(settings.strava, store.documents);
  if (good && (settings.strava.app || !canAsk)) return good;
  const typed = good ? null : await readStravaApp(store.documents, TYPED_APP);
  if (good && (await isWanted(session, `Use your Strava app ${good.clientId} again?`))) return good;
  if (typed && canAsk && (await isWanted(session, `Go on with Strava app ${typed.clientId}?`))) return typed;
  if (canAsk) say(HOW_TO_MAKE_ONE);
  return askApp(session);
}

function isWanted({ prompts }: AuthSession, message: string): Promise<boolean> {
  return prompts.confirm({ message, standard: true, without: WITHOUT });
}

/** Asks for an app, whatever is known. @throws UsageError where nobody can be asked */
export async function askApp({ prompts, store }: AuthSession): Promise<StravaApp> {
  const clientId = await prompts.text({
    message: 'Client ID:',
    without: WITHOUT,
    check: (it) => (/^\d+$/.test(it) ? null : 'The client id is a number.'),
  });
  const clientSecret = await prompts.secret({
    message: 'Client Secret:',
    without: WITHOUT,
    check: (it) => (/^\S+$/.test(it) ? null : 'Copy the secret from the page, it has no spaces.'),
  });
  const app = { clientId, clientSecret };
  await overwrite(store.documents, TYPED_APP, app);
  return app;
}

/** Keeps the app that has just proved good. */
export async function keepApp({ store }: AuthSession, app: StravaApp): Promise<void> {
  await overwrite(store.documents, STRAVA_APP, app);
  await forgetTypedApp(store.documents);
}

export async function forgetTypedApp(documents: Documents): Promise<void> {
  await documents.delete(TYPED_APP);
}
