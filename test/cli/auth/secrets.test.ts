import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { DAY } from '../../../src/sync/time.ts';
import type { ScriptedAnswer } from '../../support/scripted-prompts.ts';
import { filesBelow } from '../../support/temporary-folder.ts';
import { type AuthBench, agreeingBrowser, NOTHING_SET, openAuthBench, person } from './accounts.ts';

const SECRET_FIELDS = /^(accessToken|refreshToken|key|clientSecret)$/;

/** Every secret that lies in the credential files at the moment. */
async function keptSecrets(home: string): Promise<string[]> {
  const secrets: string[] = [];
  for (const file of (await filesBelow(home)).filter((name) => name.includes('/credentials/'))) {
    JSON.parse(await readFile(join(home, file), 'utf8'), (name, value: unknown) => {
      if (SECRET_FIELDS.test(name) && typeof value === 'string' && value !== '') secrets.push(value);
      return value;
    });
  }
  return secrets;
}

/** Everything that went wrong or well at the accounts, with the most talkative settings. */
async function livesOf(bench: AuthBench, note: (printed: string) => Promise<void>): Promise<void> {
  const { garmin, strava, port } = bench;
  const run = async (env: object, script: readonly ScriptedAnswer[], ...args: string[]) => {
    const browser = agreeingBrowser();
    const terminal = { columns: 80, env: { ...NOTHING_SET, G2S_DEBUG: '1', ...env }, openBrowser: browser.open };
    const result = await bench.cliOn(
      { ...terminal, ...(script.length > 0 && { prompts: person(...script) }) },
      ...args,
    );
    await note(result.stdout + result.stderr + (await browser.pages()).join());
    return result.code;
  };
  const password = [
    { asks: /e-mail/, answer: garmin.account.email },
    { asks: /password/, answer: garmin.account.password },
  ];
  const account = ['auth', 'garmin', '--way', 'account'];
  expect(await run({ G2S_GARMIN_API_KEY: garmin.apiKey }, [], 'auth', 'garmin')).toBe(0);
  garmin.settings.login = 'mfa';
  expect(await run({}, [...password, { asks: /Code/, answer: garmin.account.mfaCode }], ...account)).toBe(0);
  garmin.settings.login = 'locked';
  expect(await run({}, password, ...account)).toBe(4);
  const app = [
    { asks: /Client ID/, answer: strava.app.clientId },
    { asks: /Client Secret/, answer: strava.app.clientSecret },
  ];
  expect(await run({}, app, 'auth', 'strava', '--port', port)).toBe(0);
  expect(await run({}, [], 'auth', 'status', '--json')).toBe(0);
  expect(await run({}, [], 'sync', '--since', 'all')).toBe(0);
  expect(await run({ G2S_PASSPHRASE: 'a long pass phrase' }, [], 'auth', 'export')).toBe(0);
  bench.clock.advance(2 * DAY);
  strava.faults.add({ path: /\/token$/, effect: { kind: 'answer', status: 400, body: { message: 'Bad Request' } } });
  garmin.faults.add({ path: /\/oauth\/token$/, effect: { kind: 'truncate' } });
  expect(await run({}, [], 'sync', '--since', 'all')).not.toBe(0);
  garmin.revokeRefreshTokens();
  expect(await run({}, [], 'sync', '--json')).toBe(4);
}

test('a search over everything printed and written finds secrets in the credential files only', async () => {
  const bench = await openAuthBench();
  const { garmin, strava, home } = bench;
  const secrets = new Set([garmin.apiKey, garmin.account.password, strava.app.clientSecret]);
  const printed: string[] = [];
  await livesOf(bench, async (text) => {
    printed.push(text);
    for (const secret of await keptSecrets(home)) secrets.add(secret);
  });
  expect(secrets.size).toBeGreaterThan(6);
  const files = await filesBelow(home);
  const elsewhere = files.filter((name) => !name.includes('/credentials/'));
  expect(elsewhere.length).toBeGreaterThan(0);
  const written = await Promise.all(elsewhere.map((name) => readFile(join(home, name), 'utf8')));
  const addresses = [...garmin.requests, ...strava.requests].map(({ path, query }) => `${path}?${query}`);
  const everything = [...printed, ...written, ...addresses].join('\n');
  for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
});

test('the password is kept nowhere, and all that is kept is closed to other users', async () => {
  const bench = await openAuthBench();
  await livesOf(bench, async () => undefined);
  for (const name of await filesBelow(bench.home)) {
    const file = join(bench.home, name);
    expect(await readFile(file, 'utf8')).not.toContain(bench.garmin.account.password);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  }
});
