import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { AuthRequiredError, RateLimitedError } from '../../../../src/sync/errors.ts';
import type { Fault } from '../../../../src/sync/sandbox/faults.ts';
import type { LoginOutcome } from '../../../../src/sync/sandbox/garmin/settings.ts';
import { HOUR, MINUTE, SECOND } from '../../../../src/sync/time.ts';
import { failure, START } from '../bench.ts';
import { DI, LOGIN, openSignIn, PROFILE } from './bench.ts';

const MOBILE_LOGIN = /^\/mobile\/api\/login$/;
const MOBILE_CODE = /^\/mobile\/api\/mfa\/verifyCode$/;

test('e-mail and password bring a login that says whose it is', async () => {
  const { garmin, clock, signIn, dialogue } = await openSignIn();
  const login = await signIn();
  expect(login).toMatchObject({
    kind: 'account',
    domain: 'garmin.com',
    who: 'Sample Runner',
    clientId: garmin.settings.clientIds[0],
    connectedAt: START,
    expiresAt: START + garmin.settings.accessTokenLife * SECOND,
    refreshExpiresAt: START + garmin.settings.refreshTokenLife * SECOND,
    problem: null,
  });
  expect(dialogue).toEqual([]);
  expect(clock.sleeps).toEqual([0]);
  expect(garmin.count('GET', PROFILE)).toBe(1);
});

test('a wrong code is asked for again in the same sign-in', async () => {
  const { garmin, signIn, dialogue, logins } = await openSignIn({ login: 'mfa' });
  await signIn({ codes: ['000000', '111111', garmin.account.mfaCode] });
  expect(dialogue).toEqual([
    'code sent to us*****@example.com',
    'again: code sent to us*****@example.com',
    'again: code sent to us*****@example.com',
  ]);
  expect(logins()).toEqual(['/mobile/api/login']);
});

test('after five wrong codes it is enough', async () => {
  const { signIn, dialogue, logins } = await openSignIn({ login: 'mfa' });
  expect(await failure(signIn({ codes: ['1', '2', '3', '4', '5', '6'] }))).toMatchObject({
    message: 'Garmin accepted none of the codes.',
  });
  expect(dialogue).toHaveLength(5);
  expect(logins()).toHaveLength(1);
});

test('a code that the mobile host does not take now goes to the portal, for the ticket of the sign-in', async () => {
  const { garmin, signIn } = await openSignIn({ login: 'mfa' });
  garmin.faults.add({ path: MOBILE_CODE, effect: { kind: 'answer', status: 429, body: '<!doctype html>' } });
  await signIn({ codes: [garmin.account.mfaCode] });
  expect(garmin.count('POST', /^\/portal\/api\/mfa\/verifyCode$/)).toBe(1);
});

test.each<{ login: LoginOutcome; code: string; says: RegExp; waits?: number }>([
  { login: 'wrong-password', code: 'GARMIN_AUTH_REJECTED', says: /does not know this e-mail.*with this password/ },
  { login: 'locked', code: 'GARMIN_AUTH_LOCKED', says: /locked this account/ },
  { login: 'rate-limited', code: 'RATE_LIMITED', says: /no more sign-ins/, waits: HOUR },
  { login: 'rate-limited-in-body', code: 'RATE_LIMITED', says: /no more sign-ins/, waits: HOUR },
])('$login: Garmin looked at it, so it is not sent a second time', async ({ login, code, says, waits }) => {
  const { signIn, logins, dialogue } = await openSignIn({ login });
  const error = await failure(signIn());
  expect(error).toMatchObject({ code, message: expect.stringMatching(says) });
  expect(logins()).toEqual(['/mobile/api/login']);
  expect(dialogue).toEqual([]);
  if (waits !== undefined) expect(error).toMatchObject({ until: START + waits });
});

test('a wait that Garmin names is the wait that is told', async () => {
  const { garmin, signIn } = await openSignIn();
  const headers = { 'Retry-After': '1200' };
  garmin.faults.add({ path: LOGIN, effect: { kind: 'answer', status: 429, headers, body: {} } });
  const error = await failure(signIn());
  expect(error).toBeInstanceOf(RateLimitedError);
  expect(error).toMatchObject({ until: START + 20 * MINUTE });
});

test.each<{ what: string; effect: Fault['effect'] }>([
  { what: 'a challenge page', effect: { kind: 'answer', status: 403, body: '<!doctype html><title>Just a moment...' } },
  { what: 'a page with status 200', effect: { kind: 'answer', status: 200, body: '<html>' } },
  {
    what: 'a CAPTCHA',
    effect: { kind: 'answer', status: 200, body: { responseStatus: { type: 'CAPTCHA_REQUIRED', message: '' } } },
  },
])('$what: nobody looked at the password, so the portal is tried, slowly', async ({ effect }) => {
  const { garmin, clock, signIn, logins, dialogue } = await openSignIn();
  garmin.faults.add({ path: MOBILE_LOGIN, effect });
  expect((await signIn()).who).toBe('Sample Runner');
  expect(logins()).toEqual(['/mobile/api/login', '/portal/api/login']);
  expect(dialogue).toEqual(['portal, 15 s']);
  expect(clock.sleeps).toEqual([0, 15 * SECOND]);
});

test.each<{ login: LoginOutcome; code: string }>([
  { login: 'captcha', code: 'GARMIN_AUTH_CAPTCHA' },
  { login: 'challenge', code: 'GARMIN_AUTH_BLOCKED' },
])('$login on both: two ways out are named', async ({ login, code }) => {
  const { signIn, logins } = await openSignIn({ login });
  expect(await failure(signIn())).toMatchObject({ code, hint: expect.stringMatching(/--way key.*--way ticket/) });
  expect(logins()).toHaveLength(2);
});

test('an interruption during the slow part ends it before the password goes out again', async () => {
  const interruption = new AbortController();
  const { garmin, signIn, logins } = await openSignIn({ login: 'challenge' }, { signal: interruption.signal });
  garmin.faults.add({
    path: MOBILE_LOGIN,
    effect: { kind: 'answer', status: 403, body: '<html>' },
    onHit: () => interruption.abort(),
  });
  expect(await failure(signIn())).toHaveProperty('name', 'AbortError');
  expect(logins()).toEqual(['/mobile/api/login']);
});

test('a connection that breaks is no verdict, and the password is not sent again', async () => {
  const { garmin, signIn, logins } = await openSignIn();
  garmin.faults.add({ path: LOGIN, effect: { kind: 'reset' } });
  expect(await failure(signIn())).toMatchObject({ code: 'SERVICE_TROUBLE' });
  expect(logins()).toHaveLength(1);
});

test('a refusal of a kind that nobody has seen yet is quoted', async () => {
  const { garmin, signIn, logins } = await openSignIn();
  const body = { responseStatus: { type: 'MOON_PHASE', message: 'try at full moon' } };
  garmin.faults.add({ path: LOGIN, effect: { kind: 'answer', status: 200, body } });
  expect(await failure(signIn())).toMatchObject({
    message: 'Garmin refuses the sign-in: MOON_PHASE, try at full moon.',
  });
  expect(logins()).toHaveLength(1);
});

test('the first client id that the token host knows is taken', async () => {
  const known = 'GARMIN_CONNECT_MOBILE_ANDROID_DI';
  const { garmin, signIn } = await openSignIn({ clientIds: [known] });
  expect((await signIn()).clientId).toBe(known);
  expect(garmin.count('POST', DI)).toBe(3);
});

test('tokens come with any status of success, and null for a life is none', async () => {
  const { garmin, signIn } = await openSignIn();
  const body = { access_token: 'a', refresh_token: 'r', expires_in: null, refresh_token_expires_in: null };
  garmin.faults.add({ path: DI, effect: { kind: 'answer', status: 201, body } });
  garmin.faults.add({ path: PROFILE, effect: { kind: 'answer', status: 200, body: {} } });
  expect(await signIn()).toMatchObject({ accessToken: 'a', refreshToken: 'r', refreshExpiresAt: null });
});

test('a ticket that no client id gets tokens for', async () => {
  const { garmin, signIn } = await openSignIn({ clientIds: [] });
  expect(await failure(signIn())).toMatchObject({ message: expect.stringContaining('does not accept the ticket') });
  expect(garmin.count('POST', DI)).toBe(4);
});

test('the token host asks for a pause: the other client ids are not tried', async () => {
  const { garmin, signIn } = await openSignIn();
  garmin.faults.add({ path: DI, effect: { kind: 'answer', status: 429, body: {} } });
  expect(await failure(signIn())).toBeInstanceOf(RateLimitedError);
  expect(garmin.count('POST', DI)).toBe(1);
});

test('a token that the API does not take is thrown away', async () => {
  const { signIn } = await openSignIn({ accessTokensAccepted: false });
  expect(await failure(signIn())).toMatchObject({
    code: 'GARMIN_AUTH_REJECTED',
    hint: expect.stringContaining('--way key'),
  });
});

test.each<Fault['effect']>([{ kind: 'answer', status: 503, body: {} }, { kind: 'reset' }])(
  'no clear word about the token ($kind) is no reason to throw it away',
  async (effect) => {
    const { garmin, signIn } = await openSignIn();
    garmin.faults.add({ path: PROFILE, effect });
    expect(await signIn()).toMatchObject({ kind: 'account', who: null });
  },
);

test("China's accounts sign in to China's services, with the one constant that stays", async () => {
  const { garmin, signIn } = await openSignIn({}, { domain: 'garmin.cn' });
  expect((await signIn()).domain).toBe('garmin.cn');
  const [login] = garmin.requests.filter(({ path }) => LOGIN.test(path));
  expect(new URLSearchParams(login?.query).get('service')).toBe('https://mobile.integration.garmin.cn/gcm/android');
});

test.each<LoginOutcome>(['wrong-password', 'locked', 'captcha', 'challenge', 'rate-limited', 'mfa'])(
  'no secret is in what %s throws',
  async (login) => {
    const { garmin, signIn } = await openSignIn({ login });
    const codes = ['c0de-1', 'c0de-2', 'c0de-3', 'c0de-4', 'c0de-5'];
    const error = await failure(signIn({ codes }));
    expect(error instanceof AuthRequiredError || error instanceof RateLimitedError).toBe(true);
    const shown = inspect(error, { depth: 10, showHidden: true });
    for (const secret of [garmin.account.password, 'ST-', ...codes]) expect(shown).not.toContain(secret);
  },
);
