import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AuthRequiredError, RateLimitedError, ServiceError } from '../../../src/sync/errors.ts';
import { jwtClaims } from '../../../src/sync/garmin/jwt.ts';
import { GARMIN_TOKEN, personalTokenKeeper } from '../../../src/sync/garmin/personal-token.ts';
import type { FaultEffect } from '../../../src/sync/sandbox/faults.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/sync/time.ts';
import { activity, failure, fixture, jsonFixture, openGarmin, RUN, START, TOKEN, zipped } from './bench.ts';

function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): FaultEffect {
  return { kind: 'answer', status, body, headers };
}

/** The token that comes of an answer of the token endpoint. */
async function tokenFrom(body: unknown) {
  const { garmin, keeper } = await openGarmin();
  garmin.faults.add({ path: TOKEN, effect: answer(200, body) });
  return keeper().token();
}

async function failureOf(effect: FaultEffect): Promise<unknown> {
  const { garmin, keeper } = await openGarmin();
  garmin.faults.add({ path: TOKEN, effect, times: 9 });
  return failure(keeper().token());
}

function jwt(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

describe('one exchange', () => {
  test('serves many calls, one after the other and at once', async () => {
    const { keeper, exchanges } = await openGarmin();
    const tokens = keeper();
    const { accessToken } = await tokens.token();
    const more = await Promise.all([tokens.token(), tokens.token(), tokens.token()]);
    expect(more.map((token) => token.accessToken)).toEqual(Array(3).fill(accessToken));
    expect(exchanges()).toBe(1);
  });

  test('is shared by calls that come before there is any token', async () => {
    const { keeper, exchanges } = await openGarmin();
    const tokens = keeper();
    const [one, two] = await Promise.all([tokens.token(), tokens.token()]);
    expect(one?.accessToken).toBe(two?.accessToken);
    expect(exchanges()).toBe(1);
  });

  test('serves the next process too', async () => {
    const { keeper, exchanges } = await openGarmin();
    const { accessToken } = await keeper().token();
    expect((await keeper().token()).accessToken).toBe(accessToken);
    expect(exchanges()).toBe(1);
  });

  test('lasts until less than ten minutes are left', async () => {
    const { clock, keeper, exchanges } = await openGarmin();
    const tokens = keeper();
    const first = await tokens.token();
    expect(first.expiresAt).toBe(START + 24 * HOUR);
    clock.advance(24 * HOUR - 10 * MINUTE - 1);
    expect((await tokens.token()).accessToken).toBe(first.accessToken);
    clock.advance(1);
    expect((await tokens.token()).accessToken).not.toBe(first.accessToken);
    expect(exchanges()).toBe(2);
  });

  test('does not serve another key', async () => {
    const { garmin, keeper, exchanges } = await openGarmin();
    await keeper().token();
    expect(await failure(keeper('another-key').token())).toBeInstanceOf(AuthRequiredError);
    expect(exchanges()).toBe(2);
    expect((await keeper(garmin.apiKey).token()).problem).toBeNull();
    expect(exchanges()).toBe(3);
  });

  test('stores the bearer, and of the key only a hash', async () => {
    const { garmin, keeper, store } = await openGarmin();
    const { accessToken } = await keeper().token();
    const stored = await store.documents.read(GARMIN_TOKEN);
    expect(stored?.value).toMatchObject({ accessToken, problem: null, key: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(stored)).not.toContain(garmin.apiKey);
  });

  test('is made anew for a bearer that was refused, once for all who hold it', async () => {
    const { keeper, exchanges } = await openGarmin();
    const tokens = keeper();
    const { accessToken } = await tokens.token();
    const again = await Promise.all([tokens.replace(accessToken), tokens.replace(accessToken)]);
    expect(again[0]?.accessToken).not.toBe(accessToken);
    expect(again[1]).toEqual(again[0]);
    expect(await keeper().replace(accessToken)).toEqual(again[0]);
    expect(exchanges()).toBe(2);
  });
});

describe('a key that Garmin does not accept', () => {
  test('is tried once an hour, by whichever process', async () => {
    const { clock, garmin, keeper, exchanges } = await openGarmin();
    garmin.settings.keyRevoked = true;
    const error = await failure(keeper().token());
    expect(error).toBeInstanceOf(AuthRequiredError);
    expect(error).toMatchObject({ code: 'GARMIN_AUTH_REJECTED', service: 'garmin' });
    clock.advance(HOUR - 1);
    expect(await failure(keeper().token())).toMatchObject({ code: 'GARMIN_AUTH_REJECTED' });
    expect(exchanges()).toBe(1);
    clock.advance(1);
    expect(await failure(keeper().token())).toMatchObject({ code: 'GARMIN_AUTH_REJECTED' });
    expect(exchanges()).toBe(2);
    clock.advance(HOUR);
    garmin.settings.keyRevoked = false;
    expect((await keeper().token()).problem).toBeNull();
  });

  test('does not stand in the way of a new key', async () => {
    const { garmin, keeper } = await openGarmin();
    await failure(keeper('expired-key').token());
    expect((await keeper(garmin.apiKey).token()).problem).toBeNull();
  });

  test('is told by 403 with JSON too', async () => {
    const effect = answer(403, { message: 'Forbidden', error: 'ForbiddenException' });
    expect(await failureOf(effect)).toMatchObject({ code: 'GARMIN_AUTH_REJECTED' });
  });

  test('that is missing costs no request', async () => {
    const { garmin, keeper } = await openGarmin();
    expect(await failure(keeper(null).token())).toMatchObject({ code: 'GARMIN_AUTH_MISSING' });
    expect(garmin.requests).toEqual([]);
  });

  test('that is missing is missed although an older token is stored', async () => {
    const { keeper, exchanges } = await openGarmin();
    await keeper().token();
    expect(await failure(keeper(null).token())).toMatchObject({ code: 'GARMIN_AUTH_MISSING' });
    expect(exchanges()).toBe(1);
  });
});

describe('answers of the token endpoint', () => {
  test('as we expect them', async () => {
    const body = await jsonFixture('personal-api-token.http200.ASSUMED.json');
    expect(await tokenFrom(body)).toMatchObject({
      accessToken: 'example-personal-access-token',
      expiresAt: START + 24 * HOUR,
    });
  });

  test('in camel case', async () => {
    expect(await tokenFrom({ accessToken: 'camel', expiresIn: 3_600 })).toMatchObject({
      accessToken: 'camel',
      expiresAt: START + HOUR,
    });
  });

  test.each([
    ['the other spelling is null', 200, { access_token: null, accessToken: 'told' }],
    ['a third field is null', 200, { access_token: 'told', token: null }],
    ['a third field is an object', 200, { access_token: 'told', token: { id: 1 } }],
    ['the status is 201', 201, { access_token: 'told', expires_in: 86_400 }],
  ])('where %s', async (_, status, body) => {
    const { garmin, keeper } = await openGarmin();
    garmin.faults.add({ path: TOKEN, effect: answer(status, body) });
    expect(await keeper().token()).toMatchObject({ accessToken: 'told' });
  });

  test('without a life: 23 hours are assumed', async () => {
    expect(await tokenFrom({ token: 'bare' })).toMatchObject({ accessToken: 'bare', expiresAt: START + 23 * HOUR });
  });

  test('without a life, but a JWT', async () => {
    const token = jwt({ exp: (START + 5 * HOUR) / SECOND });
    expect(await tokenFrom({ token })).toMatchObject({ accessToken: token, expiresAt: START + 5 * HOUR });
  });

  test.each([
    ['a web page', '<!DOCTYPE html><html><body>Maintenance</body></html>', 'a web page'],
    ['JSON without a token', { status: 'ok' }, 'nothing usable'],
    ['an empty token', { access_token: '' }, 'nothing usable'],
  ])('%s is trouble, and no reason to give up the key', async (_what, body, words) => {
    const { garmin, keeper } = await openGarmin();
    garmin.faults.add({ path: TOKEN, effect: answer(200, body) });
    const error = await failure(keeper().token());
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: 200, message: expect.stringContaining(words) });
    expect((await keeper().token()).problem).toBeNull();
  });

  test('a gateway that blocks is trouble, and no reason to give up the key', async () => {
    const error = await failureOf(answer(403, '<!DOCTYPE html><title>Just a moment...</title>'));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: 403, outcome: 'refused' });
  });

  test('503', async () => {
    expect(await failureOf(answer(503, ''))).toMatchObject({ code: 'SERVICE_TROUBLE', status: 503 });
  });

  test('429 names the end of the wait', async () => {
    const error = await failureOf(answer(429, {}, { 'Retry-After': '14' }));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ service: 'garmin', until: START + 14 * SECOND });
  });

  test('a redirect is not followed', async () => {
    const other = await openGarmin();
    const error = await failureOf(answer(307, '', { Location: `${other.garmin.url}/elsewhere` }));
    expect(error).toMatchObject({ code: 'SERVICE_TROUBLE', status: 307 });
    expect(other.garmin.requests).toEqual([]);
  });

  test.each(['reset', 'lose-answer', 'truncate'] as const)('%s: asked once more, with success', async (kind) => {
    const { garmin, keeper, exchanges } = await openGarmin();
    garmin.faults.add({ path: TOKEN, effect: { kind } });
    expect((await keeper().token()).accessToken).toMatch(/^sandbox-bearer-/);
    expect(exchanges()).toBe(2);
  });

  test('a connection that stays broken', async () => {
    expect(await failureOf({ kind: 'reset' })).toMatchObject({ code: 'SERVICE_TROUBLE', status: null });
  });
});

describe('no error tells a secret', () => {
  const effects: readonly FaultEffect[] = [
    answer(401, { message: 'Invalid API key', error: 'UnauthorizedException' }),
    answer(429, {}),
    answer(503, ''),
    answer(200, '<html></html>'),
    { kind: 'reset' },
    { kind: 'truncate' },
  ];

  test.each(effects)('exchange: $kind $status', async (effect) => {
    const { garmin, keeper } = await openGarmin();
    garmin.faults.add({ path: TOKEN, effect, times: 9 });
    expectNoSecret(await failure(keeper().token()), garmin.apiKey);
  });

  test.each(effects)('list: $kind $status', async (effect) => {
    const bench = await openGarmin();
    const { accessToken } = await bench.keeper().token();
    bench.garmin.faults.add({ path: /./, effect, times: 9 });
    const error = await failure(bench.source.list({ start: 0, limit: 20 }));
    expectNoSecret(error, bench.garmin.apiKey, accessToken);
  });

  test.each(effects)('download: $kind $status', async (effect) => {
    const bench = await openGarmin([activity({}, await zipped('garmin-fenix-5-run.fit'))]);
    const { accessToken } = await bench.keeper().token();
    bench.garmin.faults.add({ path: /./, effect, times: 9 });
    expectNoSecret(await failure(bench.source.download(RUN)), bench.garmin.apiKey, accessToken);
  });

  function expectNoSecret(error: unknown, ...secrets: readonly string[]): void {
    expect(error).toBeInstanceOf(Error);
    const told = [JSON.stringify(error), String(error), inspect(error, { depth: Infinity, showHidden: true })].join();
    for (const secret of secrets) expect(told).not.toContain(secret);
  }
});

test('nothing is asked at a service that is not there', async () => {
  const { clock, store } = await openGarmin();
  const gone = await openGarmin();
  await gone.garmin.close();
  const keeper = personalTokenKeeper({ apiKey: 'key', url: gone.garmin.url, store, clock, fetch: globalThis.fetch });
  expect(await failure(keeper.token())).toMatchObject({ code: 'SERVICE_TROUBLE', status: null, outcome: 'refused' });
});

test('the expiry of a JWT', async () => {
  expect(jwtClaims(jwt({ exp: 1_795_564_800 })).expiresAt).toBe(1_795_564_800 * SECOND);
  const recorded: unknown = JSON.parse((await fixture('di-token.http200.json')).toString());
  expect(jwtClaims((recorded as { access_token: string }).access_token).expiresAt).toBe(1_795_564_800 * SECOND);
  for (const none of ['', 'opaque', 'a.b.c', jwt({}), jwt({ exp: 'soon' })])
    expect(jwtClaims(none).expiresAt).toBeNull();
});
