import { STRAVA_APP, stravaApp } from '../../sync/accounts/strava-account.ts';
import type { Service } from '../../sync/errors.ts';
import { serviceName } from '../../sync/errors.ts';
import { GARMIN_CONNECTION } from '../../sync/garmin/garmin-connection.ts';
import { API_KEY_PAGE } from '../../sync/garmin/garmin-errors.ts';
import { GARMIN_TOKEN } from '../../sync/garmin/personal-token.ts';
import { CONNECTED_APPS_PAGE, revokeLogin } from '../../sync/strava/strava-oauth.ts';
import { readStravaToken, STRAVA_TOKEN } from '../../sync/strava/strava-token.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { AuthSession } from './auth-session.ts';
import { forgetTypedApp } from './strava-app-questions.ts';

/** `auth logout`: ends logins at the service where it has a way to, and deletes them here. The ledger stays. */
export async function logOut(
  session: AuthSession,
  services: readonly Service[],
  { yes }: { readonly yes?: true },
): Promise<ExitCode> {
  const names = services.map(serviceName).join(' and ');
  const question = {
    message: `Log out of ${names} and delete the stored credentials?`,
    standard: false,
    without: 'Add --yes to go ahead without being asked.',
  };
  if (!yes && !(await session.prompts.confirm(question))) {
    session.tell('Nothing was changed.');
    return EXIT.done;
  }
  if (services.includes('strava')) await logOutOfStrava(session);
  if (services.includes('garmin')) await logOutOfGarmin(session);
  return EXIT.done;
}

async function logOutOfStrava({ settings, store, fetch, tell, say }: AuthSession): Promise<void> {
  const { documents } = store;
  const { strava } = settings;
  const app = await stravaApp(strava, documents);
  const stored = await documents.read(STRAVA_TOKEN);
  const token = readStravaToken(stored?.value ?? null, stored ? null : strava.refreshToken);
  const isRevoked = app && token ? await revokeLogin({ app, oauthUrl: strava.oauthUrl, fetch }, token) : null;
  await documents.delete(STRAVA_TOKEN);
  await documents.delete(STRAVA_APP);
  await forgetTypedApp(documents);
  if (isRevoked === null) tell('Strava was not connected.');
  else if (isRevoked) tell('Logged out of Strava: access is revoked there and deleted here.');
  else {
    tell('The Strava login is deleted here, but Strava did not confirm the end of it.');
    say(`End the access at ${CONNECTED_APPS_PAGE}.`);
  }
  if (strava.refreshToken !== null) say('Note: G2S_STRAVA_REFRESH_TOKEN is still set; unset it too.');
}

/** Garmin has no way for a program to end a key or a login. */
async function logOutOfGarmin({ settings, store, tell, say }: AuthSession): Promise<void> {
  const { documents } = store;
  const isConnected = (await documents.read(GARMIN_CONNECTION)) !== null;
  await documents.delete(GARMIN_CONNECTION);
  await documents.delete(GARMIN_TOKEN);
  tell(isConnected ? 'Logged out of Garmin: the credentials are deleted here.' : 'No Garmin login was stored.');
  if (isConnected) say(`A Personal API key lives on until you revoke it at ${API_KEY_PAGE}.`);
  if (settings.garmin.apiKey !== null) say('Note: G2S_GARMIN_API_KEY is still set; unset it too.');
}
