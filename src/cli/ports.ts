import { ConnectClient } from '../sync/garmin/connect-client.ts';
import { GarminSource } from '../sync/garmin/garmin-source.ts';
import { personalTokenKeeper } from '../sync/garmin/personal-token.ts';
import { pausingSource, pausingTarget } from '../sync/pause.ts';
import type { SyncPorts } from '../sync/planning.ts';
import { openFileStore } from '../sync/store/file-store.ts';
import { StravaTarget } from '../sync/strava/strava-target.ts';
import { stravaTokenKeeper } from '../sync/strava/strava-token.ts';
import type { Context } from './context.ts';
import type { Settings } from './settings.ts';

/** Puts the parts of a sync together for this machine: Garmin's API, Strava's API, files. */
export function openPorts(
  settings: Settings,
  { clock, fetch }: Pick<Context, 'clock' | 'fetch'>,
  { readOnly }: { readonly readOnly: boolean },
): Omit<SyncPorts, 'report'> {
  const { garmin, strava, home } = settings;
  const store = openFileStore({ root: home, clock });
  const pause = { documents: store.documents, clock, readOnly };
  const garminTokens = personalTokenKeeper({ apiKey: garmin.apiKey, url: garmin.personalApiUrl, store, clock, fetch });
  const client = new ConnectClient({ url: garmin.personalApiUrl });
  const stravaTokens = stravaTokenKeeper({
    app: strava.app,
    seed: strava.refreshToken,
    oauthUrl: strava.oauthUrl,
    store,
    clock,
    fetch,
  });
  return {
    source: pausingSource(new GarminSource({ client, tokens: garminTokens, clock }), pause),
    target: pausingTarget(new StravaTarget({ apiUrl: strava.apiUrl, tokens: stravaTokens, clock, fetch }), pause),
    store,
    clock,
  };
}
