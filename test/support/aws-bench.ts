import { onTestFinished } from 'vitest';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../../src/sync/time.ts';
import { accountEnv } from './account-env.ts';
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
  const env = {
    ...AWS_ENV,
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    G2S_HOME: `${home}/g2s`,
    AWS_ENDPOINT_URL: proxy.url,
    ...accountEnv(garmin, strava),
  };
  return { proxy, env, garmin, strava };
}
