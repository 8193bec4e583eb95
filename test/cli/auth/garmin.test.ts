import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY } from '../../../src/sync/time.ts';
import { filesBelow } from '../../support/temporary-folder.ts';
import { type AuthBench, NOTHING_SET, openAuthBench, person } from './accounts.ts';

const LIST = /\/activities\/search\/activities$/;
const PASSWORD_QUESTIONS = ({ garmin }: AuthBench) => [
  { asks: /^Garmin e-mail:$/, answer: garmin.account.email },
  { asks: /^Garmin password:$/, answer: garmin.account.password },
];

/** A sync with Strava set by the environment and Garmin as it was connected. */
function sync(bench: AuthBench, ...args: string[]) {
  return bench.cliOn({ columns: null, env: { G2S_GARMIN_API_KEY: '' } }, 'sync', '--since', 'all', ...args);
}

async function connectKey(bench: AuthBench, ...args: string[]) {
  const env = { ...NOTHING_SET, G2S_GARMIN_API_KEY: bench.garmin.apiKey };
  return bench.cliOn({ columns: null, env }, 'auth', 'garmin', ...args);
}

test('a key is tried, kept, and used by the next sync without another exchange', async () => {
  const bench = await openAuthBench();
  const pages: string[] = [];
  const prompts = person(
    { asks: /How shall this tool read/, answer: 'key' },
    { asks: /^Personal API key:$/, answer: bench.garmin.apiKey },
    { asks: /How long does the key hold/, answer: '180d' },
  );
  const openBrowser = async (url: string) => void pages.push(url);
  const result = await bench.cliOn({ columns: 80, env: NOTHING_SET, prompts, openBrowser }, 'auth', 'garmin');
  expect(result).toMatchObject({ code: 0, stdout: 'Garmin is connected: Sample Runner, by Personal API key.\n' });
  expect(pages).toEqual(['https://connect.garmin.com/app/settings/personalApiToken']);
  expect(bench.garmin.count('GET', LIST)).toBe(1);
  expect((await sync(bench)).code).toBe(0);
  expect(bench.garmin.count('POST', /personal-api-key\/token$/)).toBe(1);
});

test.each([
  { what: 'a date', answer: [{ asks: /until which day/i, answer: '2018-01-31' }], choice: 'date', ends: '2018-01-31' },
  { what: 'no answer', answer: [], choice: 'unknown', ends: null },
])('the end of a key: $what', async ({ answer, choice, ends }) => {
  const bench = await openAuthBench();
  const env = { ...NOTHING_SET, G2S_GARMIN_API_KEY: bench.garmin.apiKey };
  const prompts = person({ asks: /How long/, answer: choice }, ...answer);
  expect((await bench.cliOn({ columns: 80, env, prompts }, 'auth', 'garmin')).code).toBe(0);
  const status = await bench.cliOn({ columns: null, env }, 'auth', 'status', '--json');
  expect(JSON.parse(status.stdout).garmin.endsAt?.slice(0, 10) ?? null).toBe(ends);
});

test.each(['2017-02-30', 'tomorrow', '2017-01-01', '0d'])(
  '--expires %s is refused before anything is asked',
  async (when) => {
    const bench = await openAuthBench();
    const result = await connectKey(bench, '--expires', when);
    expect(result.code).toBe(64);
    expect(result.stderr).toContain(`--expires is no day to come: ${when}`);
    expect(bench.garmin.requests).toEqual([]);
  },
);

test('14 days before its end a key is mentioned by each sync, and after it by the status', async () => {
  const bench = await openAuthBench();
  await connectKey(bench, '--expires', '30d');
  bench.clock.advance(15 * DAY);
  expect((await sync(bench)).stderr).not.toContain('Renew it');
  bench.clock.advance(2 * DAY);
  expect((await sync(bench)).stderr).toContain(
    'Garmin: The key ends on 2017-07-13. Renew it with `garmin2strava auth garmin`.',
  );
  bench.clock.advance(14 * DAY);
  const status = await bench.cliOn({ columns: null, env: { G2S_GARMIN_API_KEY: '' } }, 'auth', 'status');
  expect(status.code).toBe(4);
  expect(status.stdout).toContain('It ended on 2017-07-13.');
});

test('a wrong key is not kept', async () => {
  const bench = await openAuthBench();
  bench.garmin.settings.keyRevoked = true;
  const result = await connectKey(bench);
  expect(result.code).toBe(4);
  expect(result.stderr).toContain('does not accept the Personal API key');
  expect(result.stderr).toContain('Next:  The key is that of G2S_GARMIN_API_KEY (or its file): set it to a new one');
  expect(await filesBelow(bench.home)).toEqual([]);
});

test('a list that is not where it was names the setting that moves it', async () => {
  const bench = await openAuthBench();
  bench.garmin.faults.add({ path: LIST, effect: { kind: 'answer', status: 404, body: {} } });
  const result = await connectKey(bench);
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/path may have moved: check G2S_GARMIN_PERSONAL_API_URL/);
  expect(await filesBelow(bench.home)).toEqual([]);
});

test('an account login syncs over the private API, and renews its token by itself', async () => {
  const bench = await openAuthBench();
  bench.garmin.settings.login = 'mfa';
  const prompts = person(...PASSWORD_QUESTIONS(bench), {
    asks: /Code that Garmin sent to us/,
    answer: bench.garmin.account.mfaCode,
  });
  const args = ['auth', 'garmin', '--way', 'account'];
  const result = await bench.cliOn({ columns: 80, env: NOTHING_SET, prompts }, ...args);
  expect(result.stdout).toBe('Garmin is connected: Sample Runner, by account login at garmin.com.\n');
  bench.clock.advance(2 * DAY);
  expect((await sync(bench)).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(1);
  expect(bench.garmin.count('POST', /di-oauth2-service/)).toBe(2);
});

test('an account login that is over: said, and not asked about again', async () => {
  const bench = await openAuthBench();
  await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts: person(...PASSWORD_QUESTIONS(bench)) },
    ...['auth', 'garmin', '--way', 'account'],
  );
  bench.garmin.revokeRefreshTokens();
  bench.clock.advance(2 * DAY);
  const first = await sync(bench);
  expect(first.code).toBe(4);
  expect(first.stderr).toMatch(/no longer valid \(invalid_grant\)[\s\S]*garmin2strava auth garmin/);
  const asked = bench.garmin.requests.length;
  expect((await sync(bench)).code).toBe(4);
  expect(bench.garmin.requests).toHaveLength(asked);
  const status = await bench.cliOn({ columns: null, env: { G2S_GARMIN_API_KEY: '' } }, 'auth', 'status', '--json');
  expect(JSON.parse(status.stdout).garmin).toMatchObject({ health: 'needs-login', next: 'garmin2strava auth garmin' });
});

test('turned away, the person goes on in the own browser and brings the ticket', async () => {
  const bench = await openAuthBench();
  const { garmin } = bench;
  const service = 'https://mobile.integration.garmin.com/gcm/android';
  const query = new URLSearchParams({ clientId: 'GCM_ANDROID_DARK', locale: 'en-US', service });
  const { email, password } = garmin.account;
  const signedIn = await fetch(`${garmin.url}/mobile/api/login?${query}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ username: email, password }),
  });
  const response = await signedIn.text();
  garmin.settings.login = 'challenge';
  const pages: string[] = [];
  const prompts = person(
    ...PASSWORD_QUESTIONS(bench),
    { asks: /Sign in with your browser instead\?/, answer: true },
    { asks: /Ticket, or the whole response/, answer: response },
  );
  const result = await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts, openBrowser: async (url) => void pages.push(url) },
    ...['auth', 'garmin', '--way', 'account'],
  );
  expect(result.code).toBe(0);
  expect(pages).toEqual([
    `${garmin.url}/mobile/sso/en_US/sign-in?clientId=GCM_ANDROID_DARK&service=${encodeURIComponent(service)}`,
  ]);
  expect(result.stderr).toContain("trying the web site's, which takes 15 seconds");
});

test('a token file of python-garminconnect is taken over', async () => {
  const bench = await openAuthBench();
  const { access_token, refresh_token } = bench.garmin.issueTokens();
  const file = join(bench.home, 'garmin_tokens.json');
  const [di_client_id] = bench.garmin.settings.clientIds;
  await writeFile(file, JSON.stringify({ di_token: access_token, di_refresh_token: refresh_token, di_client_id }));
  const result = await bench.cliOn({ columns: null, env: NOTHING_SET }, 'auth', 'garmin', '--tokens', file);
  expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('Sample Runner, by account login') });
  expect((await sync(bench)).code).toBe(0);
});

test.each([
  { what: 'nothing', content: null, says: /token file cannot be read/ },
  { what: 'no JSON', content: '<html>', says: /no garmin_tokens\.json/ },
  {
    what: 'tokens of the closed login',
    content: '{"oauth_token_secret":"x"}',
    says: /login that Garmin closed in March 2026/,
  },
])('a token file with $what', async ({ content, says }) => {
  const bench = await openAuthBench();
  const file = join(bench.home, 'tokens.json');
  if (content !== null) await writeFile(file, content);
  const result = await bench.cliOn({ columns: null, env: NOTHING_SET }, 'auth', 'garmin', '--tokens', file);
  expect(result.code).toBe(64);
  expect(result.stderr).toMatch(says);
});

test('tokens that have run out are renewed first; dead ones are refused', async () => {
  const bench = await openAuthBench();
  const { access_token, refresh_token } = bench.garmin.issueTokens();
  const file = join(bench.home, 'garmin_tokens.json');
  const [di_client_id] = bench.garmin.settings.clientIds;
  await writeFile(file, JSON.stringify({ di_token: access_token, di_refresh_token: refresh_token, di_client_id }));
  bench.clock.advance(3 * DAY);
  const args = ['auth', 'garmin', '--tokens', file];
  expect((await bench.cliOn({ columns: null, env: NOTHING_SET }, ...args)).code).toBe(0);
  // The refresh has used the file's copy up.
  const again = await bench.cliOn({ columns: null, env: NOTHING_SET }, ...args);
  expect(again.code).toBe(4);
  expect(again.stderr).not.toContain(refresh_token);
});

test('China: no keys there, so the account is asked for', async () => {
  const bench = await openAuthBench();
  const refused = await connectKey(bench, '--way', 'key', '--domain', 'garmin.cn');
  expect(refused).toMatchObject({ code: 64, stderr: expect.stringContaining('--domain garmin.cn --way account') });
  const prompts = person(...PASSWORD_QUESTIONS(bench));
  const result = await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts },
    'auth',
    'garmin',
    '--domain',
    'garmin.cn',
  );
  expect(result.stdout).toContain('by account login at garmin.cn');
  // The next sign-in is at the same place, without a word about it.
  const anew = { columns: 80, env: NOTHING_SET, prompts: person(...PASSWORD_QUESTIONS(bench)) };
  expect((await bench.cliOn(anew, 'auth', 'garmin')).stdout).toContain('by account login at garmin.cn');
});

test('China can be chosen where the way is asked for', async () => {
  const bench = await openAuthBench();
  const prompts = person({ asks: /How shall this tool read/, answer: 'china' }, ...PASSWORD_QUESTIONS(bench));
  const result = await bench.cliOn({ columns: 80, env: NOTHING_SET, prompts }, 'auth', 'garmin');
  expect(result.stdout).toContain('by account login at garmin.cn');
});

test.each([
  { way: 'key', hint: 'G2S_GARMIN_API_KEY' },
  { way: 'account', hint: '--tokens <file>' },
  { way: 'ticket', hint: '--tokens <file>' },
])('--way $way with --no-input never waits', async ({ way, hint }) => {
  const bench = await openAuthBench();
  const result = await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts: person() },
    ...['auth', 'garmin', '--way', way, '--no-input'],
  );
  expect(result.code).toBe(64);
  expect(result.stderr).toContain(hint);
  expect(bench.garmin.requests).toEqual([]);
});
