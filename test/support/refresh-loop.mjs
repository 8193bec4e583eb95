// A process of its own that renews one token again and again, against the store that it shares with another one.
// Usage: node refresh-loop.mjs <strava|garmin> <origin> <store folder> <times>; Strava's app comes by the environment.
import { setTimeout as delay } from 'node:timers/promises';
import { accountTokenKeeper } from '../../dist/sync/garmin/account/account-token.js';
import { openFileStore } from '../../dist/sync/store/file-store.js';
import { stravaTokenKeeper } from '../../dist/sync/strava/strava-token.js';
import { systemClock as clock } from '../../dist/sync/time.js';

const [service, origin, root, times] = process.argv.slice(2);
const { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret } = process.env;
const deps = { store: openFileStore({ root, clock }), clock, fetch };
const keeper =
  service === 'garmin'
    ? accountTokenKeeper({ ...deps, di: origin })
    : stravaTokenKeeper({ ...deps, oauthUrl: `${origin}/oauth`, app: { clientId, clientSecret }, seed: null });

for (let round = 0; round < Number(times); round += 1) {
  await keeper.token();
  // The other one gets its turn at points that differ from run to run.
  await delay(Math.random() * 10);
}
