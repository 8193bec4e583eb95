import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openBundle, sealBundle } from '../../../src/sync/accounts/sealed-bundle.ts';
import { type AuthBench, agreeingBrowser, NOTHING_SET, openAuthBench, person } from './accounts.ts';

/** Both services connected and kept; the environment knows none of it afterwards. */
async function connected(): Promise<AuthBench> {
  const bench = await openAuthBench();
  const env = { ...NOTHING_SET, G2S_GARMIN_API_KEY: bench.garmin.apiKey };
  await bench.cliOn({ columns: null, env }, 'auth', 'garmin', '--expires', '365d');
  const app = { G2S_GARMIN_API_KEY: '', G2S_STRAVA_REFRESH_TOKEN: '' };
  const { open } = agreeingBrowser();
  await bench.cliOn({ columns: null, env: app, openBrowser: open }, 'auth', 'strava', '--port', bench.port);
  return bench;
}

function bare(bench: AuthBench, ...args: string[]) {
  return bench.cliOn({ columns: null, env: NOTHING_SET }, ...args);
}

test('auth alone walks through both, and the next sync needs nothing else', async () => {
  const bench = await openAuthBench();
  const prompts = person(
    { asks: /How shall this tool read/, answer: 'key' },
    { asks: /Personal API key/, answer: bench.garmin.apiKey },
    { asks: /How long does the key hold/, answer: '365d' },
    { asks: /Client ID/, answer: bench.strava.app.clientId },
    { asks: /Client Secret/, answer: bench.strava.app.clientSecret },
  );
  const terminal = { columns: 80, env: NOTHING_SET, prompts, openBrowser: agreeingBrowser().open };
  const first = await bench.cliOn(terminal, 'auth', '--port', bench.port);
  expect(first.code).toBe(0);
  expect(first.stderr).toContain('Both are connected. See what a sync would do: garmin2strava sync --dry-run');
  expect((await bare(bench, 'sync', '--since', 'all')).code).toBe(0);
  const again = person(
    { asks: /Garmin is connected.*anew/, answer: false },
    { asks: /Strava is connected.*anew/, answer: false },
  );
  expect((await bench.cliOn({ columns: 80, env: NOTHING_SET, prompts: again }, 'auth')).code).toBe(0);
  expect(again.left()).toBe(0);
  expect((await bare(bench, 'auth', '--no-input')).code).toBe(0);
});

test('status: nothing, the environment, the store', async () => {
  const bench = await openAuthBench();
  const show = (stdout: string) => stdout.replaceAll(bench.home, '<home>');
  const nothing = await bare(bench, 'auth', 'status');
  expect(nothing.code).toBe(4);
  expect(show(nothing.stdout)).toMatchInlineSnapshot(`
    "Profile  default, kept in <home>/default/credentials
    Garmin   not connected
             Next: garmin2strava auth garmin
    Strava   not connected
             Next: garmin2strava auth strava
    "
  `);
  const environment = await bench.cliOn({ columns: 80, env: { NO_COLOR: '1' } }, 'auth', 'status');
  expect(environment.code).toBe(0);
  expect(show(environment.stdout)).toMatchInlineSnapshot(`
    "Profile  default, kept in <home>/default/credentials
    Garmin   ok, name not known, by Personal API key, from the environment
    Strava   ok, name not known, by OAuth, from the environment
    "
  `);
  expect(bench.garmin.requests.length + bench.strava.requests.length).toBe(0);
});

test('status of what auth has connected, for people and for scripts', async () => {
  const bench = await connected();
  const asked = bench.garmin.requests.length + bench.strava.requests.length;
  const { stdout, code } = await bare(bench, 'auth', 'status');
  expect(code).toBe(0);
  expect(stdout.replaceAll(bench.home, '<home>')).toMatchInlineSnapshot(`
    "Profile  default, kept in <home>/default/credentials
    Garmin   ok, Sample Runner, by Personal API key
             ends on 2018-06-13 (in 365 days)
             access token until 2017-06-14T07:20:00Z, renewed by itself
    Strava   ok, Sandy Box, by OAuth
             may: read, activity:read_all, activity:write
             access token until 2017-06-13T13:20:00Z, renewed by itself
    "
  `);
  expect(JSON.parse((await bare(bench, 'auth', 'status', '--json')).stdout)).toEqual({
    schemaVersion: 1,
    profile: 'default',
    location: join(bench.home, 'default', 'credentials'),
    garmin: {
      health: 'ok',
      problem: null,
      way: 'personal-key',
      who: 'Sample Runner',
      scopes: null,
      endsAt: '2018-06-13T07:20:00Z',
      accessTokenEndsAt: '2017-06-14T07:20:00Z',
      source: 'store',
      next: null,
    },
    strava: {
      health: 'ok',
      problem: null,
      way: 'oauth',
      who: 'Sandy Box',
      scopes: ['read', 'activity:read_all', 'activity:write'],
      endsAt: null,
      accessTokenEndsAt: '2017-06-13T13:20:00Z',
      source: 'store',
      next: null,
    },
  });
  expect(bench.garmin.requests.length + bench.strava.requests.length).toBe(asked);
});

test('profiles keep apart', async () => {
  const bench = await connected();
  const other = await bench.cliOn(
    { columns: null, env: { ...NOTHING_SET, G2S_PROFILE: 'work' } },
    'auth',
    'status',
    '--json',
  );
  expect(JSON.parse(other.stdout)).toMatchObject({ profile: 'work', garmin: { health: 'not-connected' } });
});

test('logout revokes at Strava and deletes here', async () => {
  const bench = await connected();
  const { code, stdout } = await bare(bench, 'auth', 'logout', '--yes');
  expect(code).toBe(0);
  expect(stdout).toContain('Logged out of Strava: access is revoked there and deleted here.');
  expect(stdout).toContain('Logged out of Garmin');
  expect(bench.strava.count('POST', /\/oauth\/revoke$/)).toBe(1);
  expect((await bare(bench, 'auth', 'export', '--plain')).code).toBe(4);
  expect((await bare(bench, 'sync')).code).toBe(4);
});

test('logout of one service leaves the other alone', async () => {
  const bench = await connected();
  await bare(bench, 'auth', 'logout', 'garmin', '--yes');
  const status = JSON.parse((await bare(bench, 'auth', 'status', '--json')).stdout);
  expect([status.garmin.health, status.strava.health]).toEqual(['not-connected', 'ok']);
});

test.each([
  { gone: ['revoke'], says: 'access is revoked there' },
  { gone: ['revoke', 'deauthorize'], says: 'did not confirm the end of it' },
])('logout where Strava has no $gone', async ({ gone, says }) => {
  const bench = await connected();
  for (const name of gone) {
    bench.strava.faults.add({ path: new RegExp(`/oauth/${name}$`), effect: { kind: 'answer', status: 404, body: {} } });
  }
  const { code, stdout, stderr } = await bare(bench, 'auth', 'logout', 'strava', '--yes');
  expect(code).toBe(0);
  expect(stdout).toContain(says);
  expect(stderr.includes('https://www.strava.com/settings/apps')).toBe(gone.length === 2);
  expect(JSON.parse((await bare(bench, 'auth', 'status', '--json')).stdout).strava.health).toBe('not-connected');
});

test('logout asks on a terminal, and wants --yes elsewhere', async () => {
  const bench = await connected();
  const prompts = person({ asks: /Log out of Strava and Garmin/, answer: false });
  const kept = await bench.cliOn({ columns: 80, env: NOTHING_SET, prompts }, 'auth', 'logout');
  expect(kept).toMatchObject({ code: 0, stdout: 'Nothing was changed.\n' });
  expect(await bare(bench, 'auth', 'logout')).toMatchObject({ code: 64, stderr: expect.stringContaining('--yes') });
  expect((await bare(bench, 'auth', 'status')).code).toBe(0);
});

test.each([
  { args: [], env: { G2S_PASSPHRASE: 'correct horse battery' } },
  { args: ['--plain'], env: {} },
])('export $args and import through a pipe: the other machine syncs', async ({ args, env }) => {
  const bench = await connected();
  const on = { columns: null, env: { ...NOTHING_SET, ...env } };
  const exported = await bench.cliOn(on, 'auth', 'export', ...args);
  expect(exported.code).toBe(0);
  if (args.length === 0) expect(exported.stdout).not.toContain(bench.garmin.apiKey);
  const there = { ...on, env: { ...on.env, G2S_PROFILE: 'there' }, stdin: exported.stdout };
  expect(await bench.cliOn(there, 'auth', 'import')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('profile there'),
  });
  expect((await bench.cliOn(there, 'sync', '--since', 'all')).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(1);
  const twice = await bench.cliOn(there, 'auth', 'import');
  expect(twice).toMatchObject({ code: 64, stderr: expect.stringContaining('--yes') });
  expect((await bench.cliOn(there, 'auth', 'import', '--yes')).code).toBe(0);
});

test('the pass phrase is asked for on a terminal, twice for an export', async () => {
  const bench = await connected();
  const answer = 'correct horse battery';
  const twice = person({ asks: /New pass phrase/, answer }, { asks: /The same again/, answer });
  const { stdout } = await bench.cliOn({ columns: null, env: NOTHING_SET, prompts: twice }, 'auth', 'export');
  const file = join(bench.home, 'export');
  await writeFile(file, stdout);
  const there = { columns: null, env: { ...NOTHING_SET, G2S_PROFILE: 'there' } };
  const wrong = person({ asks: /Pass phrase/, answer: 'wrong pass phrase' });
  expect(await bench.cliOn({ ...there, prompts: wrong }, 'auth', 'import', file)).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('does not open this export'),
  });
  const right = person({ asks: /Pass phrase/, answer });
  expect((await bench.cliOn({ ...there, prompts: right }, 'auth', 'import', file)).code).toBe(0);
});

test('--plain shows nothing on a screen', async () => {
  const bench = await connected();
  const result = await bench.cliOn({ columns: 80, env: NOTHING_SET }, 'auth', 'export', '--plain');
  expect(result).toMatchObject({ code: 64, stdout: '' });
});

test('an import that is damaged in any place changes nothing and is said to be none', async () => {
  const bench = await connected();
  const env = { ...NOTHING_SET, G2S_PASSPHRASE: 'correct horse battery', G2S_PROFILE: 'there' };
  const sealed = (await bench.cliOn({ columns: null, env: { ...env, G2S_PROFILE: '' } }, 'auth', 'export')).stdout;
  for (const stdin of ['', '<html>', '{}', sealed.slice(0, -20), sealed.replace(/"data":"..../, '"data":"AAAA')]) {
    const result = await bench.cliOn({ columns: null, env, stdin }, 'auth', 'import');
    expect(result.code).toBe(64);
    expect(result.stderr).toMatch(/nothing that `garmin2strava auth export` wrote|does not open this export/);
  }
  const foreign = `${JSON.stringify({ garmin2strava: 'credentials', version: 1, documents: { 'state/horizon': 1 } })}\n`;
  expect((await bench.cliOn({ columns: null, env, stdin: foreign }, 'auth', 'import')).code).toBe(64);
  expect(JSON.parse((await bench.cliOn({ columns: null, env }, 'auth', 'status', '--json')).stdout).garmin.health).toBe(
    'not-connected',
  );
});

test('what is sealed opens with its pass phrase and with no other', async () => {
  const bundle = { 'credentials/strava-app': { clientId: '1', clientSecret: 'secret' } };
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 8 }), fc.string({ minLength: 8 }), async (one, other) => {
      fc.pre(one.normalize('NFKC') !== other.normalize('NFKC'));
      const sealed = await sealBundle(bundle, one, (size) => new Uint8Array(size).fill(1));
      expect(await openBundle(sealed, async () => one)).toEqual(bundle);
      await expect(openBundle(sealed, async () => other)).rejects.toMatchObject({ code: 'USAGE' });
    }),
    { numRuns: 5 },
  );
});
