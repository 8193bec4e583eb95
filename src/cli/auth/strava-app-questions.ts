import { STRAVA_APP, stravaApp } from '../../sync/accounts/strava-account.ts';
import { overwrite } from '../../sync/documents.ts';
import { APP_PAGE } from '../../sync/strava/strava-oauth.ts';
import type { StravaApp } from '../../sync/strava/token-endpoint.ts';
import type { AuthSession } from './auth-session.ts';

const HOW_TO_MAKE_ONE = `Strava lets each person bring an API app of their own (its owner needs a Strava subscription).
  1. Open ${APP_PAGE} and create an app: any name, any website.
  2. Set "Authorization Callback Domain" to localhost.
  3. Copy "Client ID" and "Client Secret" from that page.`;
const WITHOUT = 'Set G2S_STRAVA_CLIENT_ID and G2S_STRAVA_CLIENT_SECRET (or G2S_STRAVA_CLIENT_SECRET_FILE).';

/** The app to sign in with: of the environment, the stored one if the person agrees, or asked for. */
export async function chooseApp(session: AuthSession): Promise<StravaApp> {
  const { settings, store, prompts, canAsk, say } = session;
  const known = await stravaApp(settings.strava, store.documents);
  if (known && (settings.strava.app || !canAsk)) return known;
  if (known) {
    const message = `Use your Strava app ${known.clientId} again?`;
    if (await prompts.confirm({ message, standard: true, without: WITHOUT })) return known;
  }
  if (canAsk) say(HOW_TO_MAKE_ONE);
  const app = await askApp(session);
  // Nothing uses it yet: whoever breaks off at Strava's page need not type it again. Another one has to prove good first.
  if (!known) await keepApp(session, app);
  return app;
}

export async function askApp({ prompts }: AuthSession): Promise<StravaApp> {
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
  return { clientId, clientSecret };
}

export async function keepApp({ store }: AuthSession, app: StravaApp): Promise<void> {
  await overwrite(store.documents, STRAVA_APP, app);
}
