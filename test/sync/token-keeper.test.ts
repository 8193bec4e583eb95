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
  return { clock, strava, store, seed, keeper };
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

const PAGE = '<!DOCTYPE html><html><head><title>Attention Required!</title></head></html>';
const FORBIDDEN = { message: 'Forbidden' };
const BAD_REQUEST = { message: 'Bad Request', errors: [] };

test.each([
  ['a 403 web page', 403, PAGE, 'SERVICE_TROUBLE'],
  ['a 401 web page', 401, PAGE, 'SERVICE_TROUBLE'],
  ['a 400 web page', 400, PAGE, 'SERVICE_TROUBLE'],
  ['a 403 that says nothing', 403, FORBIDDEN, 'STRAVA_AUTH_REJECTED'],
  ['a 400 that says nothing', 400, BAD_REQUEST, 'STRAVA_AUTH_REJECTED'],
])('%s does not end the login', async (_, status, body, code) => {
  const { strava, keeper } = await open();
  await keeper().token();
  strava.faults.add({ path: /token$/, effect: { kind: 'answer', status, body } });
  const held = await keeper().token();
  await expect(keeper().replace(held.accessToken)).rejects.toMatchObject({ code });
  await expect(keeper().token()).resolves.toMatchObject({ refreshToken: held.refreshToken, problem: null });
});

test('a wrong client secret does not end the login, and says what to compare', async () => {
  const { clock, strava, store, seed, keeper } = await open();
  const app = { ...strava.app, clientSecret: 'mistyped' };
  const { oauthUrl } = strava;
  const wrong = stravaTokenKeeper({ app, seed, oauthUrl, store, clock, fetch: globalThis.fetch });
  await expect(wrong.token()).rejects.toMatchObject({
    code: 'STRAVA_AUTH_REJECTED',
    message: 'Strava does not know this app: Application/client_secret/invalid.',
    hint: expect.stringContaining('Compare client id and secret'),
  });
  await expect(keeper().token()).resolves.toMatchObject({ problem: null });
});

test('a refresh token that was used up ends the login, without further calls', async () => {
  const { clock, strava, keeper } = await open();
  await keeper().token();
  strava.faults.add({
    path: /token$/,
    effect: {
      kind: 'answer',
      status: 400,
      body: { message: 'Bad Request', errors: [{ resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' }] },
    },
  });
  clock.advance(6 * HOUR);
  for (let round = 0; round < 3; round += 1) {
    await expect(keeper().token()).rejects.toMatchObject({
      code: 'STRAVA_AUTH_REJECTED',
      message: 'The Strava login is no longer valid (RefreshToken/refresh_token/invalid).',
    });
  }
  expect(strava.count('POST', /token$/)).toBe(2);
});

test.each([
  ['expires_in alone', { expires_in: 7_200 }, 2 * HOUR],
  ['no life at all: the six hours that Strava names', {}, 6 * HOUR],
  ['null for it', { expires_at: null, expires_in: null }, 6 * HOUR],
])('an answer with %s, and with 201, is taken', async (_, life, left) => {
  const { clock, strava, keeper } = await open();
  const body = { access_token: 'a', refresh_token: 'r', ...life };
  strava.faults.add({ path: /token$/, effect: { kind: 'answer', status: 201, body } });
  await expect(keeper().token()).resolves.toMatchObject({ accessToken: 'a', expiresAt: clock.now() + left });
});
