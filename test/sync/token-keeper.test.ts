import { expect, onTestFinished, test } from 'vitest';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { STRAVA_TOKEN, stravaTokenKeeper } from '../../src/sync/strava/strava-token.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { manualClock } from '../support/manual-clock.ts';
import { NOON } from '../support/records.ts';

async function open() {
  const clock = manualClock(NOON);
  const strava = await startStravaSandbox({ clock });
  onTestFinished(() => strava.close());
  const store = openMemoryStore(clock);
  const seed = strava.issueTokens().refreshToken;
  clock.advance(6 * HOUR);
  const keeper = () =>
    stravaTokenKeeper({ app: strava.app, seed, oauthUrl: strava.oauthUrl, store, clock, fetch: globalThis.fetch });
  return { clock, strava, store, keeper };
}

test('many who ask at once cause one refresh, in one process and in several', async () => {
  const { strava, keeper } = await open();
  const [one, other] = [keeper(), keeper()];
  const tokens = await Promise.all([one, one, other, other, one].map((it) => it.token()));
  expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
  expect(strava.count('POST', /token$/)).toBe(1);
});

test('the rotated pair is stored before it is used', async () => {
  const { store, keeper } = await open();
  const token = await keeper().token();
  expect((await store.documents.read(STRAVA_TOKEN))?.value).toEqual(token);
});

test('a token with less than an hour left is renewed, one with more is not', async () => {
  const { clock, strava, keeper } = await open();
  const tokens = keeper();
  await tokens.token();
  clock.advance(5 * HOUR - MINUTE);
  await tokens.token();
  expect(strava.count('POST', /token$/)).toBe(1);
  clock.advance(2 * MINUTE);
  await tokens.token();
  expect(strava.count('POST', /token$/)).toBe(2);
});

test('200 refreshes by two keepers in turn never lose the rotating token', async () => {
  const { clock, strava, keeper } = await open();
  const keepers = [keeper(), keeper()];
  for (let round = 0; round < 100; round += 1) {
    clock.advance(6 * HOUR);
    await Promise.all(keepers.map((it) => it.token()));
  }
  expect(strava.count('POST', /token$/)).toBe(100);
});

test('a refresh that rotated and lost its answer ends in a login, asked for without further calls', async () => {
  const { strava, keeper } = await open();
  strava.faults.add({ path: /token$/, effect: { kind: 'lose-answer' } });
  await expect(keeper().token()).rejects.toMatchObject({ code: 'STRAVA_AUTH_REJECTED' });
  const asked = strava.requests.length;
  await expect(keeper().token()).rejects.toMatchObject({ code: 'STRAVA_AUTH_REJECTED' });
  expect(strava.requests.length).toBe(asked);
});

test('a passing failure of the token endpoint leaves the login alone', async () => {
  const { strava, keeper } = await open();
  strava.faults.add({ path: /token$/, effect: { kind: 'answer', status: 503 } });
  await expect(keeper().token()).rejects.toMatchObject({ code: 'SERVICE_TROUBLE' });
  await expect(keeper().token()).resolves.toHaveProperty('accessToken');
});
