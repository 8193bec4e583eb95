import { expect, onTestFinished, test } from 'vitest';
import { fenixRun, openBench } from '../../support/bench.ts';
import { startBinary } from '../../support/binary.ts';
import { freePort } from '../../support/free-port.ts';
import { openDashboard, serveDashboardOf } from './open-dashboard.ts';
import { ask, NEW, visit } from './visitor.ts';

test('the browser is given an address that lets in once; scripts cannot read the cookie that it gets', async () => {
  const dashboard = await openDashboard();
  expect(dashboard.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
  const entry = await ask(dashboard.url);
  expect(entry.status).toBe(200);
  const cookie = String(entry.headers['set-cookie']);
  expect(cookie).toMatch(/^garmin2strava-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const again = await ask(dashboard.url);
  expect(again.status).toBe(401);
  expect(again.headers['set-cookie']).toBeUndefined();
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  expect((await ask(`${dashboard.origin}/`, { headers })).status).toBe(200);
});

test('who asks only whether the page is there (HEAD) leaves the address good for its one entry', async () => {
  const dashboard = await openDashboard();
  const looked = await ask(dashboard.url, { method: 'HEAD' });
  expect({ status: looked.status, cookie: looked.headers['set-cookie'] }).toEqual({ status: 401, cookie: undefined });
  expect((await ask(dashboard.url)).status).toBe(200);
});

test('the cookie, which every port of the host is sent, lets look, and neither change anything nor sign in', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { cookie, key } = await visit(dashboard);
  const pass = cookie.split('=')[1] ?? '';
  const headers = { cookie, 'content-type': 'application/json' };
  const page = await ask(`${dashboard.origin}/`, { headers });
  expect(page.status).toBe(200);
  expect(key).toMatch(/^[\w-]{43}$/);
  for (const { text } of [page, await ask(`${dashboard.origin}/api/overview`, { headers })]) {
    expect(text).not.toContain(key);
    expect(text).not.toContain('write-key');
  }
  const signedIn = await ask(`${dashboard.origin}/?token=${pass}`);
  expect({ status: signedIn.status, cookie: signedIn.headers['set-cookie'] }).toEqual({
    status: 401,
    cookie: undefined,
  });
  const body = JSON.stringify({ garminId: '10000000001', shown: NEW });
  const pushed = await ask(`${dashboard.origin}/api/push`, { method: 'POST', headers, body });
  expect(pushed.status).toBe(403);
  expect(JSON.parse(pushed.text)).toMatchObject({
    error: { code: 'NOT_ALLOWED', hint: 'Open the address that `garmin2strava ui` printed last.' },
  });
  expect(dashboard.bench.strava.uploads).toEqual([]);
});

test('a page of an earlier dashboard on the same port learns where to go', async () => {
  const bench = await openBench();
  const port = String(await freePort());
  const first = await serveDashboardOf(bench, '--port', port);
  const { post } = await visit(first);
  await first.end();
  await serveDashboardOf(bench, '--port', port);
  const answer = await post('/api/plan', { since: null });
  expect(answer.status).toBe(401);
  expect(JSON.parse(answer.text)).toMatchObject({
    error: { code: 'NOT_SIGNED_IN', hint: 'Open the address that `garmin2strava ui` printed last.' },
  });
});

test('the address that is printed lets in again and again, until Ctrl-C', async () => {
  const { env } = await openBench();
  const ui = startBinary({ ...env, PATH: process.env['PATH'] }, 'ui', '--no-browser');
  onTestFinished(() => void ui.child.kill('SIGKILL'));
  const [url] = await ui.waitFor(/http:\S+/);
  const { origin } = new URL(url);
  for (let times = 0; times < 2; times += 1) expect((await visit({ url, origin })).page.status).toBe(200);
  ui.child.kill('SIGINT');
  const { code, stdout } = await ui.done;
  expect({ code, stdout }).toEqual({ code: 130, stdout: `${url}\n` });
  await expect(ask(url)).rejects.toThrow('ECONNREFUSED');
});

test.each(['', '?token=', '?token=guess', '?token=a&token=b'])(
  'without the right token (%o) nothing is shown',
  async (query) => {
    const { origin } = await openDashboard();
    const answer = await ask(`${origin}/${query}`);
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('Open the address from the terminal');
    expect(answer.text).not.toContain('write-key');
  },
);

test('a wrong cookie is no cookie', async () => {
  const dashboard = await openDashboard();
  const { cookie } = await visit(dashboard);
  const name = cookie.split('=')[0];
  for (const wrong of [`${name}=guess`, `${name}=`, `other=${cookie.split('=')[1]}`]) {
    expect((await ask(`${dashboard.origin}/`, { headers: { cookie: wrong } })).status).toBe(401);
    expect((await ask(`${dashboard.origin}/api/overview`, { headers: { cookie: wrong } })).status).toBe(401);
  }
});

test('another host name gets nothing, even with the token: that is how DNS rebinding comes', async () => {
  const dashboard = await openDashboard();
  const { cookie } = await visit(dashboard);
  const { port } = new URL(dashboard.url);
  for (const host of ['evil.example', `evil.example:${port}`, '127.0.0.1', `127.0.0.1.evil.example:${port}`]) {
    const answer = await ask(dashboard.url, { headers: { host, cookie } });
    expect(answer.status).toBe(421);
    expect(answer.headers['set-cookie']).toBeUndefined();
  }
  expect((await ask(`${dashboard.origin}/`, { headers: { host: `localhost:${port}`, cookie } })).status).toBe(200);
});

test('every answer forbids all that the page does not need', async () => {
  const dashboard = await openDashboard();
  const { page, get } = await visit(dashboard);
  const answers = [page, await get('/assets/dashboard.js'), await get('/api/overview'), await get('/nothing')];
  for (const { headers } of answers) {
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('nothing is changed without the key of the page, nor from another origin', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { post, cookie } = await visit(dashboard);
  const push = { garminId: '10000000001', shown: NEW };
  const refused = [
    await post('/api/push', push, { 'x-garmin2strava-key': '' }),
    await post('/api/push', push, { 'x-garmin2strava-key': cookie.split('=')[1] ?? '' }),
    await post('/api/push', push, { origin: 'http://evil.example' }),
    await post('/api/push', push, { origin: 'http://127.0.0.1:1' }),
    await post('/api/plan', { since: null }, { 'x-garmin2strava-key': 'guess' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  const stranger = await post('/api/ignore', push, { cookie: '' });
  expect(stranger.status).toBe(401);
  expect(dashboard.bench.strava.uploads).toEqual([]);
  expect(dashboard.bench.garmin.requests).toEqual([]);
});

test.each([
  ['no body', undefined],
  ['another field', { garminId: '1', shown: NEW, force: true }],
  ['nothing that was seen', { garminId: '1' }],
  ['a version of its own', { garminId: '1', shown: { version: 'new', overrules: false } }],
  ['no text', { garminId: 1, shown: NEW }],
  ['a path', { garminId: '../../x', shown: NEW }],
  ['a long id', { garminId: '1'.repeat(2_000), shown: NEW }],
])('a request that makes no sense is refused: %s', async (_name, body) => {
  const { post } = await visit(await openDashboard());
  const answer = await post('/api/push', body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ schemaVersion: 1, error: { code: 'BAD_REQUEST' } });
});

test('--no-browser prints the address and opens nothing; --port is kept', async () => {
  const bench = await openBench();
  const port = await freePort();
  const ending = new AbortController();
  const opened: string[] = [];
  const done = bench.cliOn(
    { columns: null, signal: ending.signal, openBrowser: async (url) => void opened.push(url) },
    ...['ui', '--no-browser', '--port', String(port)],
  );
  await expect
    .poll(() =>
      ask(`http://127.0.0.1:${port}/`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(401);
  ending.abort();
  const { code, stdout } = await done;
  expect(code).toBe(130);
  expect(stdout).toContain(`http://127.0.0.1:${port}/?token=`);
  expect(opened).toEqual([]);
});

test('a port that is taken is said, with what to do', async () => {
  const first = await openDashboard();
  const { port } = new URL(first.url);
  const { code, stderr } = await first.bench.cli('ui', '--no-browser', '--port', port);
  expect(code).toBe(64);
  expect(stderr).toBe(
    `Error: Port ${port} on this machine is in use by another program.\nNext:  Leave --port away to take a free one.\n`,
  );
});

test('two dashboards on one machine do not sign each other out', async () => {
  const one = await openDashboard();
  const other = await serveDashboardOf(one.bench);
  const { cookie } = await visit(one);
  const { cookie: another } = await visit(other);
  const headers = { cookie: `${cookie}; ${another}` };
  expect((await ask(`${one.origin}/`, { headers })).status).toBe(200);
  expect((await ask(`${other.origin}/`, { headers })).status).toBe(200);
});
