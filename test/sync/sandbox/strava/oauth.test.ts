import { describe, expect, test } from 'vitest';
import { type Answer, answerOf, type Bench, openBench } from './bench.ts';
import { observed } from './recordings.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const REDIRECT = 'http://localhost:9321/back?keep=1';
const SCOPES = 'read,activity:read_all,activity:write';

const authorizeUrl = ({ strava }: Bench, changes: Record<string, string> = {}) =>
  `${strava.oauthUrl}/authorize?${new URLSearchParams({
    client_id: strava.app.clientId,
    redirect_uri: REDIRECT,
    response_type: 'code',
    approval_prompt: 'force',
    scope: SCOPES,
    state: 'a"b<c',
    ...changes,
  })}`;

const open = (url: string) => fetch(url, { redirect: 'manual' });

/** Presses a button of the consent page, with the boxes that are left ticked. */
async function press({ strava }: Bench, decision: string, ticked: readonly string[]): Promise<URL> {
  const body = new URLSearchParams({
    client_id: strava.app.clientId,
    redirect_uri: REDIRECT,
    state: 'a"b<c',
    decision,
  });
  for (const scope of ticked) body.append('scope', scope);
  const response = await fetch(`${strava.oauthUrl}/accept_application`, { method: 'POST', body, redirect: 'manual' });
  expect(response.status).toBe(302);
  return new URL(response.headers.get('location') ?? '');
}

async function token({ strava }: Bench, fields: Record<string, string>, url = strava.oauthUrl): Promise<Answer> {
  const credentials = { client_id: strava.app.clientId, client_secret: strava.app.clientSecret };
  const body = new URLSearchParams({ ...credentials, ...fields });
  return answerOf(await fetch(`${url}/token`, { method: 'POST', body }));
}

const exchange = (bench: Bench, code: string | null) =>
  token(bench, { grant_type: 'authorization_code', code: code ?? '' });
const refresh = (bench: Bench, refreshToken: unknown, url?: string) =>
  token(bench, { grant_type: 'refresh_token', refresh_token: String(refreshToken) }, url);

describe('the consent page', () => {
  test('asks for every scope, and carries the state unharmed', async () => {
    const bench = await openBench();
    const response = await open(authorizeUrl(bench));
    const page = await response.text();

    expect(response.headers.get('content-type')).toContain('text/html');
    expect(
      [...page.matchAll(/type="checkbox" name="scope" value="([^"]+)" checked/g)].map(([, scope]) => scope),
    ).toEqual(SCOPES.split(','));
    expect(page).toContain('value="a&#34;b&#60;c"');
    expect([...page.matchAll(/<button[^>]*>([^<]+)</g)].map(([, words]) => words)).toEqual(['Authorize', 'Cancel']);
  });

  test('redirects with state, code and the scopes that were left ticked', async () => {
    const bench = await openBench();
    const back = await press(bench, 'authorize', ['read', 'activity:write']);

    expect(back.origin + back.pathname).toBe('http://localhost:9321/back');
    expect(back.searchParams.get('keep')).toBe('1');
    expect(back.searchParams.get('state')).toBe('a"b<c');
    expect(back.searchParams.get('scope')).toBe('read,activity:write');
    const { body } = await exchange(bench, back.searchParams.get('code'));
    expect((await bench.call('/athlete/activities', {}, String(body['access_token']))).status).toBe(401);
  });

  test('may be left with every box unticked', async () => {
    const back = await press(await openBench(), 'authorize', []);
    expect(back.searchParams.get('scope')).toBe('');
  });

  test('redirects with an error when the athlete cancels', async () => {
    const back = await press(await openBench(), 'cancel', ['read']);
    expect(back.searchParams.get('error')).toBe('access_denied');
    expect(back.searchParams.get('state')).toBe('a"b<c');
    expect(back.searchParams.has('code')).toBe(false);
  });

  test('is skipped with approval_prompt=auto once those scopes were granted', async () => {
    const bench = await openBench();
    const again = await open(authorizeUrl(bench, { approval_prompt: 'auto' }));
    expect(again.status).toBe(302);
    expect(new URL(again.headers.get('location') ?? '').searchParams.get('scope')).toBe(SCOPES);
    expect((await open(authorizeUrl(bench, { approval_prompt: 'auto', scope: 'profile:read_all' }))).status).toBe(200);
    expect((await open(authorizeUrl(bench))).status).toBe(200);
  });

  test.each([
    ['a redirect to a stranger', { redirect_uri: 'https://example.com/' }, 'authorize_400_redirect'],
    ['a redirect that is no address', { redirect_uri: 'localhost' }, 'authorize_400_redirect'],
    ['another client id', { client_id: '1' }, 'token_400_client'],
    ['an unknown scope', { scope: 'read,everything' }, 'authorize_400_scope'],
  ])('is refused in the browser with %s', async (_what, changes, seen) => {
    const bench = await openBench();
    const answer = await answerOf(await open(authorizeUrl(bench, changes)));
    expect(answer).toMatchObject({ status: 400, body: observed(seen).body });
  });

  test.each(['http://localhost/', 'http://127.0.0.1:8080/any/path', 'http://localhost:9321/'])(
    'accepts %s',
    async (redirectUri) => {
      expect((await open(authorizeUrl(await openBench(), { redirect_uri: redirectUri }))).status).toBe(200);
    },
  );

  test('wants response_type=code', async () => {
    expect((await open(authorizeUrl(await openBench(), { response_type: 'token' }))).status).toBe(400);
  });
});

describe('a code', () => {
  test('is good once', async () => {
    const bench = await openBench();
    const code = (await press(bench, 'authorize', ['read'])).searchParams.get('code');
    expect((await exchange(bench, code)).status).toBe(200);
    expect(await exchange(bench, code)).toMatchObject({ status: 400, body: observed('token_400_code').body });
  });

  test('is good for ten minutes', async () => {
    const bench = await openBench();
    const code = (await press(bench, 'authorize', ['read'])).searchParams.get('code');
    bench.clock.advance(10 * MINUTE);
    expect((await exchange(bench, code)).status).toBe(400);
  });
});

describe('tokens', () => {
  test('live for six hours', async () => {
    const { call, clock } = await openBench();
    clock.advance(6 * HOUR - 1_000);
    expect((await call('/athlete')).status).toBe(200);
    clock.advance(1_000);
    expect((await call('/athlete')).status).toBe(401);
  });

  test('come back unchanged while more than an hour is left', async () => {
    const bench = await openBench();
    const first = bench.strava.issueTokens();
    bench.clock.advance(5 * HOUR - 1_000);
    const kept = (await refresh(bench, first.refreshToken)).body;
    expect(kept).toMatchObject({ access_token: first.accessToken, expires_in: 3_601 });

    bench.clock.advance(1_000);
    const renewed = (await refresh(bench, kept['refresh_token'])).body;
    expect(renewed['access_token']).not.toBe(first.accessToken);
    expect(renewed['expires_in']).toBe(21_600);
    expect((await bench.call('/athlete', {}, first.accessToken)).status).toBe(200);
  });

  test('rotate: a refresh token that was used is dead at once', async () => {
    const bench = await openBench();
    const { refreshToken } = bench.strava.issueTokens();
    const { body } = await refresh(bench, refreshToken);
    expect(body['refresh_token']).not.toBe(refreshToken);
    expect(await refresh(bench, refreshToken)).toMatchObject({
      status: 400,
      body: observed('token_400_refresh').body,
    });
    expect((await refresh(bench, body['refresh_token'])).status).toBe(200);
  });

  test('stay the same with the switch set so', async () => {
    const bench = await openBench({ refreshRotation: 'same' });
    const { refreshToken } = bench.strava.issueTokens();
    expect((await refresh(bench, refreshToken)).body['refresh_token']).toBe(refreshToken);
    expect((await refresh(bench, refreshToken)).status).toBe(200);
  });

  test('are handed out below the API too, and for JSON', async () => {
    const bench = await openBench({ refreshRotation: 'same' });
    const { strava } = bench;
    const { refreshToken } = strava.issueTokens();
    expect((await refresh(bench, refreshToken, `${strava.apiUrl}/oauth`)).status).toBe(200);
    const response = await fetch(`${strava.oauthUrl}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: Number(strava.app.clientId),
        client_secret: strava.app.clientSecret,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      }),
    });
    expect(response.status).toBe(200);
  });

  test('are handed out for no other grant', async () => {
    expect((await token(await openBench(), { grant_type: 'password' })).status).toBe(400);
  });

  test('are good in the header only', async () => {
    const { strava } = await openBench();
    const { accessToken } = strava.issueTokens();
    const answer = await answerOf(await fetch(`${strava.apiUrl}/athlete?access_token=${accessToken}`));
    expect(answer).toMatchObject({ status: 401, body: observed('error_401_token').body });
  });
});

describe('revoking', () => {
  const revoke = (bench: Bench, revoked: string, secret = bench.strava.app.clientSecret) =>
    fetch(`${bench.strava.oauthUrl}/revoke`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${bench.strava.app.clientId}:${secret}`)}` },
      body: new URLSearchParams({ token: revoked }),
    });

  test.each(['accessToken', 'refreshToken'] as const)('the %s kills the pair', async (kind) => {
    const bench = await openBench();
    const pair = bench.strava.issueTokens();
    expect((await revoke(bench, pair[kind])).status).toBe(200);
    expect((await bench.call('/athlete', {}, pair.accessToken)).status).toBe(401);
    expect((await refresh(bench, pair.refreshToken)).status).toBe(400);
    expect((await bench.call('/athlete')).status).toBe(200);
  });

  test('an unknown token is fine, a wrong secret is not', async () => {
    const bench = await openBench();
    expect((await revoke(bench, 'unknown')).status).toBe(200);
    const refused = await answerOf(await revoke(bench, 'unknown', 'wrong'));
    expect(refused).toMatchObject({ status: 401, body: observed('error_401_app').body });
  });

  test('the old way takes the bearer token', async () => {
    const bench = await openBench();
    const pair = bench.strava.issueTokens();
    const deauthorize = async () =>
      answerOf(
        await fetch(`${bench.strava.oauthUrl}/deauthorize`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${pair.accessToken}` },
        }),
      );
    expect(await deauthorize()).toMatchObject({ status: 200, body: { access_token: pair.accessToken } });
    expect((await refresh(bench, pair.refreshToken)).status).toBe(400);
    expect((await deauthorize()).status).toBe(401);
  });
});

describe('an inactive app', () => {
  test('is refused on every call of the API, while its tokens are still refreshed', async () => {
    const bench = await openBench({ inactive: true });
    const { refreshToken } = bench.strava.issueTokens();
    const calls = ['/athlete', '/athlete/activities', '/activities/1', '/uploads/1', '/nowhere'];
    for (const path of calls) {
      expect(await bench.call(path)).toMatchObject({ status: 403, body: observed('error_403_inactive').body });
    }
    expect((await bench.upload({})).status).toBe(403);
    expect((await refresh(bench, refreshToken, `${bench.strava.apiUrl}/oauth`)).status).toBe(200);
  });
});

test('a token with profile:read_all sees the whole athlete', async () => {
  const { call, strava } = await openBench();
  const { accessToken } = strava.issueTokens(['profile:read_all']);
  expect((await call('/athlete')).body).toMatchObject({ resource_state: 2 });
  expect((await call('/athlete', {}, accessToken)).body).toMatchObject({
    resource_state: 3,
    shoes: [{ name: 'Pegasus 41' }],
  });
});
