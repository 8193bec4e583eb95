import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Fault } from '../../src/sync/sandbox/faults.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { type Bench, type CliResult, fenixRide, fenixRun, json, openBench } from '../support/bench.ts';

const GARMIN_LIST = /activities\/search/;
const GARMIN_FILE = /download-service\/files\/activity\/10000000001$/;
const STRAVA_LIST = /athlete\/activities/;
const STRAVA_POST = /\/uploads$/;
const STRAVA_TOKEN = /oauth\/token$/;
const PAGE = '<html><body>Just a moment...</body></html>';

async function benchOfTwo(): Promise<Bench> {
  return openBench([await fenixRun(), await fenixRide()]);
}

/** What a person reads: the error and its next step. */
function told({ stderr }: CliResult): string {
  return stderr
    .split('\n')
    .filter((line) => /^(Error|Next):/.test(line))
    .join('\n');
}

interface Trouble {
  readonly name: string;
  readonly on: 'garmin' | 'strava';
  readonly fault: Fault;
  readonly exit: number;
  readonly says: RegExp;
}

const ENDS_THE_RUN: readonly Trouble[] = [
  {
    name: 'Garmin 429 on the list',
    on: 'garmin',
    fault: { path: GARMIN_LIST, effect: { kind: 'answer', status: 429, headers: { 'Retry-After': '14' } } },
    exit: 5,
    says: /Garmin asks for a pause until 2017-06-13T07:20:14Z/,
  },
  {
    name: 'Garmin 503',
    on: 'garmin',
    fault: { path: GARMIN_LIST, effect: { kind: 'answer', status: 503 } },
    exit: 1,
    says: /Garmin answered with status 503/,
  },
  {
    name: 'a web page instead of the list',
    on: 'garmin',
    fault: { path: GARMIN_LIST, effect: { kind: 'answer', status: 200, body: PAGE } },
    exit: 1,
    says: /Garmin answered with a web page instead of data/,
  },
  {
    name: 'the list has moved',
    on: 'garmin',
    fault: { path: GARMIN_LIST, effect: { kind: 'answer', status: 404, body: {} } },
    exit: 1,
    says: /G2S_GARMIN_PERSONAL_API_URL/,
  },
  {
    name: 'Garmin cuts the connection',
    on: 'garmin',
    fault: { path: GARMIN_LIST, effect: { kind: 'reset' } },
    exit: 1,
    says: /Garmin cannot be reached \(ECONNRESET\)/,
  },
  {
    name: 'the paywall',
    on: 'strava',
    fault: {
      path: STRAVA_LIST,
      effect: {
        kind: 'answer',
        status: 403,
        body: { message: 'Forbidden', errors: [{ resource: 'Application', field: 'Status', code: 'Inactive' }] },
      },
    },
    exit: 6,
    says: /needs a paid Strava subscription[\s\S]*https:\/\/www\.strava\.com\/subscribe/,
  },
  {
    name: 'a missing scope',
    on: 'strava',
    fault: {
      path: STRAVA_LIST,
      effect: {
        kind: 'answer',
        status: 401,
        body: {
          message: 'Authorization Error',
          errors: [{ resource: 'AccessToken', field: 'activity:read_permission', code: 'missing' }],
        },
      },
    },
    exit: 4,
    says: /permission activity:read\b[\s\S]*garmin2strava auth strava/,
  },
  {
    name: "Strava's HTML 502",
    on: 'strava',
    fault: { path: STRAVA_LIST, effect: { kind: 'answer', status: 502, body: PAGE } },
    exit: 1,
    says: /Strava answered with status 502/,
  },
  {
    name: 'a dead refresh token',
    on: 'strava',
    fault: {
      path: STRAVA_TOKEN,
      effect: {
        kind: 'answer',
        status: 400,
        body: {
          message: 'Bad Request',
          errors: [{ resource: 'RefreshToken', field: 'refresh_token', code: 'invalid' }],
        },
      },
    },
    exit: 4,
    says: /login is no longer valid[\s\S]*garmin2strava auth strava/,
  },
  {
    name: 'a wrong client secret',
    on: 'strava',
    fault: {
      path: STRAVA_TOKEN,
      effect: {
        kind: 'answer',
        status: 401,
        body: {
          message: 'Bad Request',
          errors: [{ resource: 'Application', field: 'client_secret', code: 'invalid' }],
        },
      },
    },
    exit: 4,
    says: /client_secret\/invalid[\s\S]*settings\/api/,
  },
];

test.each(ENDS_THE_RUN)(
  '$name ends the run with a next step, and the run after it does everything',
  async ({ on, fault, exit, says }) => {
    const bench = await benchOfTwo();
    bench[on].faults.add({ ...fault, times: 2 });
    const result = await bench.cli('sync');
    expect(result.code).toBe(exit);
    expect(told(result)).toMatch(says);
    expect(bench.strava.uploads).toHaveLength(0);
    bench[on].faults.clear();
    bench.clock.advance(HOUR);
    const isRevoked = says.source.includes('no longer valid');
    if (!isRevoked) expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 2 });
  },
);

test('errors are told to scripts too', async () => {
  const bench = await benchOfTwo();
  bench.strava.settings.inactive = true;
  const result = await bench.cli('sync', '--json');
  expect(result.code).toBe(6);
  expect(json(result).error?.code).toBe('STRAVA_APP_INACTIVE');
});

const ONE_ACTIVITY: readonly (Omit<Trouble, 'says'> & { readonly decision: string; readonly detail: RegExp })[] = [
  {
    name: 'a 503 on one file',
    on: 'garmin',
    fault: { path: GARMIN_FILE, effect: { kind: 'answer', status: 503 } },
    exit: 3,
    decision: 'fail',
    detail: /503.*; next try/,
  },
  {
    name: 'a web page for a file',
    on: 'garmin',
    fault: { path: GARMIN_FILE, effect: { kind: 'answer', status: 200, body: PAGE } },
    exit: 3,
    decision: 'fail',
    detail: /web page/,
  },
  {
    name: 'a truncated download',
    on: 'garmin',
    fault: { path: GARMIN_FILE, effect: { kind: 'truncate' } },
    exit: 3,
    decision: 'fail',
    detail: /cannot be reached/,
  },
  {
    name: 'a file refused by Strava',
    on: 'strava',
    fault: {
      path: STRAVA_POST,
      effect: {
        kind: 'answer',
        status: 400,
        body: { message: 'Bad Request', errors: [{ resource: 'Upload', field: 'file', code: 'invalid' }] },
      },
    },
    exit: 3,
    decision: 'fail',
    detail: /Upload\/file\/invalid/,
  },
  {
    name: 'an upload without an answer',
    on: 'strava',
    fault: { path: STRAVA_POST, effect: { kind: 'answer', status: 502, body: PAGE } },
    exit: 0,
    decision: 'wait',
    detail: /answer to the upload was lost/,
  },
];

test.each(ONE_ACTIVITY)(
  '$name is that activity’s own: the other one syncs',
  async ({ on, fault, exit, decision, detail }) => {
    const bench = await benchOfTwo();
    bench[on].faults.add(fault);
    const result = await bench.cli('sync', '--json');
    expect(result.code).toBe(exit);
    const [troubled, other] = json(result).activities;
    expect(troubled?.decision).toBe(decision);
    expect(troubled?.detail).toMatch(detail);
    expect(other).toMatchObject({ decision: 'upload', reason: 'new' });
  },
);

test('a passing failure is tried again when it is due, not before', async () => {
  const bench = await benchOfTwo();
  bench.garmin.faults.add({ path: GARMIN_FILE, effect: { kind: 'answer', status: 503 } });
  await bench.cli('sync');
  expect(json(await bench.cli('sync', '--json')).activities[0]).toMatchObject({ decision: 'wait', reason: 'failed' });
  bench.clock.advance(MINUTE);
  expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 1 });
  expect(bench.strava.activities).toHaveLength(2);
});

test.each(['deleted', 'malformed'] as const)('an upload that ends as %s fails for good', async (outcome) => {
  const bench = await benchOfTwo();
  bench.strava.settings.outcomes.set('garmin_10000000001', outcome);
  const result = await bench.cli('sync', '--json');
  expect(result.code).toBe(3);
  expect(json(result).activities).toMatchObject([{ decision: 'fail' }, { decision: 'upload' }]);
  const posts = bench.strava.count('POST', STRAVA_POST);
  bench.clock.advance(24 * HOUR);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.strava.count('POST', STRAVA_POST)).toBe(posts);
});

test('a spent quota: the rest waits, the pause is kept, and nothing is asked before its end', async () => {
  const bench = await benchOfTwo();
  bench.strava.settings.overallLimit = { quarterHour: 2, day: 2_000 };
  const first = await bench.cli('sync', '--json');
  expect(first.code).toBe(5);
  expect(json(first).activities.map((it) => it.decision)).toEqual(['wait', 'wait']);
  expect(json(first).error?.message).toBe("Strava's request quota is used up until 2017-06-13T07:30:00Z.");
  const asked = bench.strava.requests.length;
  const early = await bench.cli('sync');
  expect(early.code).toBe(5);
  expect(bench.strava.requests.length).toBe(asked);
  bench.strava.settings.overallLimit = { quarterHour: 200, day: 2_000 };
  bench.clock.advance(10 * MINUTE);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(2);
});

test('a spent day lasts until midnight UTC', async () => {
  const bench = await benchOfTwo();
  bench.strava.settings.readLimit = { quarterHour: 100, day: 0 };
  const result = await bench.cli('sync');
  expect(result.code).toBe(5);
  expect(told(result)).toContain('until 2017-06-14T00:00:00Z');
});

test('an expired token on either side is replaced once, without a word', async () => {
  const bench = await benchOfTwo();
  await bench.cli('sync', '--dry-run');
  bench.garmin.expireBearers();
  bench.clock.advance(7 * HOUR);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.garmin.count('POST', /personal-api-key\/token$/)).toBe(2);
  expect(bench.strava.count('POST', STRAVA_TOKEN)).toBe(2);
});

test('a refresh whose answer is lost does not end the login when the token did not rotate', async () => {
  const bench = await benchOfTwo();
  bench.strava.settings.refreshRotation = 'same';
  bench.strava.faults.add({ path: STRAVA_TOKEN, effect: { kind: 'lose-answer' } });
  expect((await bench.cli('sync')).code).toBe(0);
});

test('a dead login is asked about once; a new seed heals it', async () => {
  const bench = await benchOfTwo();
  const dead = { ...bench.env, G2S_STRAVA_REFRESH_TOKEN: 'gone' };
  expect((await bench.cliOn({ columns: null, env: dead }, 'sync')).code).toBe(4);
  const asked = bench.strava.requests.length;
  expect((await bench.cliOn({ columns: null, env: dead }, 'sync')).code).toBe(4);
  expect(bench.strava.requests.length).toBe(asked);
  expect((await bench.cli('sync')).code).toBe(0);
});

test.each([
  ['no key', { G2S_GARMIN_API_KEY: '' }, 4, /Garmin is not connected yet/],
  ['no Strava app', { G2S_STRAVA_CLIENT_ID: '' }, 4, /Strava is not connected yet/],
  ['a wrong key', { G2S_GARMIN_API_KEY: 'wrong' }, 4, /does not accept the Personal API key/],
  ['an address without https', { G2S_STRAVA_API_URL: 'http://strava.example' }, 64, /G2S_STRAVA_API_URL/],
  ['a profile that is a path', { G2S_PROFILE: '../x' }, 64, /G2S_PROFILE/],
  [
    'a secret file that is not there',
    { G2S_GARMIN_API_KEY: '', G2S_GARMIN_API_KEY_FILE: '/nowhere' },
    64,
    /G2S_GARMIN_API_KEY_FILE/,
  ],
])('settings: %s', async (_, env, exit, says) => {
  const bench = await benchOfTwo();
  const result = await bench.cliOn({ columns: null, env }, 'sync');
  expect(result.code).toBe(exit);
  expect(told(result)).toMatch(says);
});

test.each([
  ['--since', 'yesterday'],
  ['--since', '2017-02-30'],
  ['--limit', '0'],
  ['--on-likely-duplicate', 'maybe'],
  ['--nonsense'],
])('usage: %s %s exits with 64', async (...args) => {
  const bench = await openBench();
  const result = await bench.cli('sync', ...args);
  expect(result.code).toBe(64);
  expect(result.stderr).toMatch(/^Error: .+\.\nNext: {2}.+/);
});

test('usage: --since later than --until', async () => {
  const bench = await openBench();
  const result = await bench.cli('sync', '--since', '2017-06-12', '--until', '2017-06-11');
  expect(result).toMatchObject({ code: 64, stderr: expect.stringContaining('nothing lies between them') });
  expect((await bench.cli('sync', '--since', '2017-06-11', '--until', '2017-06-11')).code).toBe(0);
});

test('usage: with --json the error is data too', async () => {
  const bench = await openBench();
  const result = await bench.cli('sync', '--json', '--nonsense');
  expect(json(result).error).toMatchObject({ code: 'USAGE', message: "Unknown option '--nonsense'." });
});

test('a sync without a plan prints the same object as any other, and why it is empty', async () => {
  const bench = await benchOfTwo();
  bench.garmin.settings.keyRevoked = true;
  const { code, stdout } = await bench.cli('sync', '--json', '--dry-run');
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ schemaVersion: 1, dryRun: true, activities: [], quota: null },
    counts: { uploaded: 0, skipped: 0, pending: 0, failed: 0, planned: 0 },
    error: { code: 'GARMIN_AUTH_REJECTED', hint: expect.any(String) },
  });
});

test('a type that Garmin is not known to have is mentioned, and the sync goes on', async () => {
  const bench = await benchOfTwo();
  const result = await bench.cli('sync', '--dry-run', '--type', 'trail_runing', 'cycling');
  expect(result.code).toBe(0);
  expect(result.stderr).toMatch(/trail_runing is no type of Garmin's.*Did you mean trail_running\?/);
  expect(result.stderr).not.toMatch(/cycling is no type/);
});

test('a home that is a file is said to be one', async () => {
  const bench = await openBench();
  const file = join(bench.home, 'file');
  await writeFile(file, '');
  const result = await bench.cliOn({ columns: null, env: { G2S_HOME: file } }, 'sync');
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/there is a file where a folder should be[\s\S]*Set G2S_HOME to a folder/);
});

test('an interrupted run finishes the step in hand, says how to go on, and the next one completes it', async () => {
  const bench = await benchOfTwo();
  const controller = new AbortController();
  bench.garmin.faults.add({
    path: GARMIN_FILE,
    effect: { kind: 'answer', status: 503 },
    onHit: () => controller.abort(),
  });
  const result = await bench.cliOn({ columns: null, signal: controller.signal }, 'sync');
  expect(result.code).toBe(130);
  expect(result.stdout).toContain('Run the same command again');
  bench.clock.advance(MINUTE);
  await bench.cli('sync');
  expect(bench.strava.activities).toHaveLength(2);
});

test('no secret is printed or left outside the credential files', async () => {
  const bench = await benchOfTwo();
  bench.strava.faults.add({ path: STRAVA_POST, effect: { kind: 'reset' } });
  const results = [
    await bench.cli('sync'),
    await bench.cli('sync', '--json'),
    await bench.cliOn({ columns: 80, env: { G2S_DEBUG: '1' } }, 'sync'),
  ];
  const printed = results.map(({ stdout, stderr }) => stdout + stderr).join('');
  for (const name of ['G2S_GARMIN_API_KEY', 'G2S_STRAVA_CLIENT_SECRET', 'G2S_STRAVA_REFRESH_TOKEN']) {
    expect(printed).not.toContain(bench.env[name]);
  }
  expect(printed).not.toMatch(/sandbox-bearer|Bearer/);
});
