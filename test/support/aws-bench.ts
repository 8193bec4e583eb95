import { onTestFinished } from 'vitest';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../../src/sync/time.ts';
import { startAwsProxy } from './aws-proxy.ts';
import { AWS_ENV, type Moto } from './moto.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Both services, an emulated AWS behind a proxy, and the environment of a machine that knows them all. */
export async function openAwsBench({ url }: Moto, activities: readonly SandboxActivity[] = []) {
  const proxy = await startAwsProxy(url);
  const garmin = await startGarminSandbox({ clock: systemClock, activities });
  const strava = await startStravaSandbox({ clock: systemClock, settings: { processingMs: 0 } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const home = await temporaryFolder();
  const tokens = strava.issueTokens();
  const env = {
    ...AWS_ENV,
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    G2S_HOME: `${home}/g2s`,
    AWS_ENDPOINT_URL: proxy.url,
    G2S_GARMIN_API_KEY: garmin.apiKey,
    G2S_GARMIN_PERSONAL_API_URL: garmin.url,
    G2S_STRAVA_API_URL: strava.apiUrl,
    G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
    G2S_STRAVA_CLIENT_ID: strava.app.clientId,
    G2S_STRAVA_CLIENT_SECRET: strava.app.clientSecret,
    G2S_STRAVA_REFRESH_TOKEN: tokens.refreshToken,
  };
  return { proxy, env, garmin, strava, tokens };
}
