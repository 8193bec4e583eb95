import { accountStatus } from '../../sync/accounts/account-status.ts';
import { openGarminSource } from '../../sync/accounts/garmin-account.ts';
import { stravaApp } from '../../sync/accounts/strava-account.ts';
import { AuthRequiredError } from '../../sync/errors.ts';
import type { Store } from '../../sync/ports.ts';
import { fetchAthlete } from '../../sync/strava/strava-oauth.ts';
import { stravaTokenKeeper } from '../../sync/strava/strava-token.ts';
import type { Context } from '../context.ts';
import type { Settings } from '../settings.ts';

/** Both accounts answer and Strava's app is active, so that what is deployed has something to do. @throws ToolError */
export async function checkAccounts(settings: Settings, store: Store, { clock, fetch }: Context): Promise<void> {
  const { garmin, strava } = await accountStatus(settings, store.documents, clock.now());
  for (const { health, service, problem } of [garmin, strava]) {
    if (health === 'ok' || health === 'ends-soon') continue;
    throw new AuthRequiredError(service, 'MISSING', {
      message: `${service === 'garmin' ? 'Garmin' : 'Strava'} is not connected${problem ? `: ${problem}` : '.'}`,
      hint: `Run \`garmin2strava auth ${service}\` first; the deployment takes the login along.`,
    });
  }
  const deps = { store, clock, fetch };
  await (await openGarminSource(settings.garmin, deps)).list({ start: 0, limit: 1 });
  const { oauthUrl, apiUrl, refreshToken: seed } = settings.strava;
  const app = await stravaApp(settings.strava, store.documents);
  const { accessToken } = await stravaTokenKeeper({ ...deps, app, seed, oauthUrl }).token();
  await fetchAthlete({ apiUrl, fetch, clock }, accessToken);
}
