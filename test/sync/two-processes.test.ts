import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { GARMIN_CONNECTION, readGarminConnection } from '../../src/sync/garmin/garmin-connection.ts';
import { jwtClaims } from '../../src/sync/garmin/jwt.ts';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { openFileStore } from '../../src/sync/store/file-store.ts';
import { readStravaToken, STRAVA_TOKEN } from '../../src/sync/strava/strava-token.ts';
import { systemClock } from '../../src/sync/time.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const LOOP = fileURLToPath(new URL('../support/refresh-loop.mjs', import.meta.url));
const EACH = 100;
/** Seconds; so short that a token always has less left than it needs, and each round renews it. */
const SHORT_LIFE = 60;

/** Two processes renew the same token `EACH` times; both have to end well. */
async function race(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const run = () => promisify(execFile)(process.execPath, [LOOP, ...args, String(EACH)], { env });
  await Promise.all([run(), run()]);
}

test('two processes renew a rotating Strava token 200 times and never lose it', async () => {
  const strava = await startStravaSandbox({ clock: systemClock, settings: { accessTokenLife: SHORT_LIFE } });
  onTestFinished(() => strava.close());
  const root = await temporaryFolder();
  const { documents } = openFileStore({ root, clock: systemClock });
  const first = { ...strava.issueTokens(), problem: null, problemAt: null };
  await documents.write(STRAVA_TOKEN, first, 0);
  await race(['strava', strava.url, root], { CLIENT_ID: strava.app.clientId, CLIENT_SECRET: strava.app.clientSecret });
  expect(strava.count('POST', /token$/)).toBe(2 * EACH);
  const last = readStravaToken((await documents.read(STRAVA_TOKEN))?.value, null);
  const answer = await fetch(`${strava.apiUrl}/athlete`, { headers: { Authorization: `Bearer ${last?.accessToken}` } });
  expect(answer.status).toBe(200);
  expect(last).toMatchObject({ problem: null });
  expect(last?.refreshToken).not.toBe(first.refreshToken);
}, 60_000);

test('two processes renew a rotating Garmin login 200 times and never lose it', async () => {
  const garmin = await startGarminSandbox({ clock: systemClock, settings: { accessTokenLife: SHORT_LIFE } });
  onTestFinished(() => garmin.close());
  const root = await temporaryFolder();
  const { documents } = openFileStore({ root, clock: systemClock });
  const issued = garmin.issueTokens();
  const login = { clientId: jwtClaims(issued.access_token).clientId, refreshToken: issued.refresh_token };
  const first = { kind: 'account', domain: 'garmin.com', accessToken: issued.access_token, expiresAt: 0, ...login };
  await documents.write(GARMIN_CONNECTION, first, 0);
  await race(['garmin', garmin.url, root], {});
  expect(garmin.count('POST', /oauth\/token$/)).toBe(2 * EACH);
  const last = readGarminConnection((await documents.read(GARMIN_CONNECTION))?.value);
  if (last?.kind !== 'account') throw new Error('The login is gone.');
  expect(last).toMatchObject({ problem: null });
  const headers = { Authorization: `Bearer ${last.accessToken}` };
  expect((await fetch(`${garmin.url}/userprofile-service/socialProfile`, { headers })).status).toBe(200);
  expect(last.refreshToken).not.toBe(issued.refresh_token);
}, 60_000);
