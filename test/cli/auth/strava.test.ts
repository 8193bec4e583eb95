import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ScriptedAnswer } from '../../support/scripted-prompts.ts';
import { filesBelow } from '../../support/temporary-folder.ts';
import { APP_SET, type AuthBench, agree, agreeingBrowser, NOTHING_SET, openAuthBench, person } from './accounts.ts';

const STATE_BYTES = new Uint8Array(32).fill(7);
const STATE = Buffer.from(STATE_BYTES).toString('base64url');

/** The address that the sign-in ends on, fetched before the sign-in: its state is known here. */
function redirectOf({ strava, port }: AuthBench): Promise<string> {
  const redirect_uri = `http://localhost:${port}/`;
  const scope = 'read,activity:read_all,activity:write';
  const query = new URLSearchParams({ client_id: strava.app.clientId, redirect_uri, scope, state: STATE });
  return agree(`${strava.oauthUrl}/authorize?${query}`);
}

test('a person with nothing set is asked for the app and signs in', async () => {
  const bench = await openAuthBench();
  const browser = agreeingBrowser();
  const prompts = person(
    { asks: /^Client ID:$/, answer: bench.strava.app.clientId },
    { asks: /^Client Secret:$/, answer: bench.strava.app.clientSecret },
  );
  const result = await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts, openBrowser: browser.open },
    'auth',
    'strava',
    '--port',
    bench.port,
  );
  expect(result).toMatchObject({ code: 0, stdout: 'Strava is connected: Sandy Box (athlete 42004200).\n' });
  expect(result.stderr.replace(/http:\/\/127\S+/, '<address>')).toMatchInlineSnapshot(`
    "Strava lets each person bring an API app of their own (its owner needs a Strava subscription).
      1. Open https://www.strava.com/settings/api and create an app: any name, any website.
      2. Set "Authorization Callback Domain" to localhost.
      3. Copy "Client ID" and "Client Secret" from that page.
    Opening Strava in your browser. If none opens, go to:
    <address>

    Waiting for your answer on Strava's page, for 5 minutes at most (Ctrl-C ends it).
    Next: garmin2strava auth garmin
    "
  `);
  expect(prompts.left()).toBe(0);
  expect((await browser.pages()).join()).toContain('Strava is connected');
});

test('the stored app is offered again', async () => {
  const bench = await openAuthBench();
  const args = ['auth', 'strava', '--port', bench.port];
  await bench.cliOn({ columns: 80, env: APP_SET, openBrowser: agreeingBrowser().open }, ...args);
  const prompts = person({ asks: /Use your Strava app 314159 again\?/, answer: true });
  const again = await bench.cliOn(
    { columns: 80, env: NOTHING_SET, prompts, openBrowser: agreeingBrowser().open },
    ...args,
  );
  expect(again.code).toBe(0);
});

test('a permission that was unticked is asked for again, with the page forced', async () => {
  const bench = await openAuthBench();
  const browser = agreeingBrowser(['read', 'activity:write']);
  const prompts = person({ asks: /Show Strava's page again\?/, answer: true });
  const openBrowser = browser.open;
  const result = await bench.cliOn(
    { columns: 80, env: APP_SET, prompts, openBrowser },
    'auth',
    'strava',
    '--port',
    bench.port,
  );
  expect(result.code).toBe(0);
  expect(result.stderr).toContain('was not given the permission activity:read_all.');
  expect(result.stderr).toContain('approval_prompt=force');
  expect((await browser.pages()).join()).toContain('A permission is missing');
  // The code of the first round was never exchanged.
  expect(bench.strava.count('POST', /token$/)).toBe(1);
});

test.each(['a pipe', 'a terminal'])('over SSH: the pasted address comes through %s', async (through) => {
  const bench = await openAuthBench();
  const pasted = await redirectOf(bench);
  const typed = { asks: /paste the address that the browser ends on/, answer: pasted };
  const result = await bench.cliOn(
    {
      columns: null,
      env: APP_SET,
      randomBytes: () => STATE_BYTES,
      openBrowser: () => Promise.reject(new Error('no browser is wanted')),
      ...(through === 'a pipe' ? { stdin: `nonsense\n${pasted}\n` } : { prompts: person(typed) }),
    },
    ...['auth', 'strava', '--no-browser', '--port', bench.port],
  );
  expect(result.code).toBe(0);
  const [address] = result.stdout.split('\n');
  expect(new URL(address ?? '').searchParams.get('state')).toBe(STATE);
  if (through === 'a pipe') expect(result.stderr).toContain('not the address that this sign-in ends on');
});

test('a pasted address of another sign-in is not taken', async () => {
  const bench = await openAuthBench();
  const pasted = (await redirectOf(bench)).replace(STATE, 'another');
  const typed = { asks: /paste/, answer: pasted };
  const result = await bench.cliOn(
    { columns: null, env: APP_SET, prompts: person(typed) },
    ...['auth', 'strava', '--no-browser', '--port', bench.port],
  );
  expect(result.stderr).toContain('That is not the address that this sign-in ends on.');
  expect(bench.strava.count('POST', /token$/)).toBe(0);
});

test('a code that was used before', async () => {
  const bench = await openAuthBench();
  const pasted = await redirectOf(bench);
  const terminal = { columns: null, env: APP_SET, randomBytes: () => STATE_BYTES, stdin: `${pasted}\n` };
  const args = ['auth', 'strava', '--no-browser', '--port', bench.port];
  expect((await bench.cliOn(terminal, ...args)).code).toBe(0);
  const again = await bench.cliOn(terminal, ...args);
  expect(again.code).toBe(4);
  expect(again.stderr).toMatch(/can be used once/);
});

test('a wrong secret is named, in the browser too, and nothing is kept', async () => {
  const bench = await openAuthBench();
  const browser = agreeingBrowser();
  const env = { ...APP_SET, G2S_STRAVA_CLIENT_SECRET: 'wr0ng-secret' };
  const openBrowser = browser.open;
  const result = await bench.cliOn({ columns: null, env, openBrowser }, 'auth', 'strava', '--port', bench.port);
  expect(result.code).toBe(4);
  expect(result.stderr).toMatch(/does not know this app: Application\/client_secret\/invalid/);
  expect((await browser.pages()).join()).toContain('Application/client_secret/invalid');
  expect(result.stdout + result.stderr + (await browser.pages()).join()).not.toContain('wr0ng-secret');
  expect(await filesBelow(bench.home)).toEqual([]);
});

test('a secret that a person typed wrong is asked for again', async () => {
  const bench = await openAuthBench();
  const { clientId, clientSecret } = bench.strava.app;
  const browser = agreeingBrowser();
  const prompts = person(
    { asks: /^Client ID:$/, answer: clientId },
    { asks: /^Client Secret:$/, answer: 'wr0ng-secret' },
    { asks: /^Client ID:$/, answer: clientId },
    { asks: /^Client Secret:$/, answer: clientSecret },
  );
  const terminal = { columns: 80, env: NOTHING_SET, prompts, openBrowser: browser.open };
  const { code, stdout, stderr } = await bench.cliOn(terminal, 'auth', 'strava', '--port', bench.port);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Strava is connected: Sandy Box (athlete 42004200).\n' });
  expect(stderr.replaceAll('\n', ' ')).toContain('Copy client id and secret once more');
  expect((await browser.pages()).join()).toMatch(/Application\/client_secret\/invalid[\s\S]*Strava is connected/);
});

describe("whoever breaks off at Strava's page", () => {
  const ASKED = (clientId: string, clientSecret: string): readonly ScriptedAnswer[] => [
    { asks: /^Client ID:$/, answer: clientId },
    { asks: /^Client Secret:$/, answer: clientSecret },
  ];

  /** `auth strava` by a person who ends it at the given visit to Strava's page, and agrees before. */
  function authUntil(bench: AuthBench, brokenOff: number, script: readonly ScriptedAnswer[], env = NOTHING_SET) {
    const interruption = new AbortController();
    const browser = agreeingBrowser();
    let visits = 0;
    const openBrowser = async (url: string) => {
      if (new URL(url).hostname !== '127.0.0.1') return;
      visits += 1;
      if (visits === brokenOff) interruption.abort();
      else await browser.open(url);
    };
    const terminal = { columns: 80, env, prompts: person(...script), signal: interruption.signal, openBrowser };
    return bench.cliOn(terminal, 'auth', 'strava', '--port', bench.port);
  }

  test('need not type the app again, and nothing takes it for a good one', async () => {
    const bench = await openAuthBench();
    const { clientId, clientSecret } = bench.strava.app;
    const seeded = { ...NOTHING_SET, G2S_STRAVA_REFRESH_TOKEN: bench.strava.issueTokens().refreshToken };
    expect((await authUntil(bench, 1, ASKED(clientId, clientSecret), seeded)).code).toBe(130);
    const status = await bench.cliOn({ columns: null, env: seeded }, 'auth', 'status');
    expect(status.stdout).toContain('Strava   not connected');
    const goingOn = { asks: new RegExp(`^Go on with Strava app ${clientId}\\?$`), answer: true };
    expect((await authUntil(bench, 2, [goingOn])).code).toBe(0);
    expect((await filesBelow(bench.home)).filter((name) => name.includes('typed'))).toEqual([]);
  });

  test('after a wrong secret is offered the one that was typed last', async () => {
    const bench = await openAuthBench();
    const { clientId, clientSecret } = bench.strava.app;
    const script = [...ASKED(clientId, 'wr0ng-secret'), ...ASKED(clientId, clientSecret)];
    expect((await authUntil(bench, 2, script)).code).toBe(130);
    expect((await authUntil(bench, 2, [{ asks: /^Go on with Strava app/, answer: true }])).code).toBe(0);
  });

  test('with another app than the good one keeps the good one', async () => {
    const bench = await openAuthBench();
    const { clientId, clientSecret } = bench.strava.app;
    expect((await authUntil(bench, 2, ASKED(clientId, clientSecret))).code).toBe(0);
    const again = { asks: new RegExp(`^Use your Strava app ${clientId} again`) };
    const other = [{ ...again, answer: false }, ...ASKED('271828', 'another')];
    expect((await authUntil(bench, 1, other)).code).toBe(130);
    expect((await authUntil(bench, 2, [{ ...again, answer: true }])).code).toBe(0);
  });
});

test('an inactive app: the login is kept, for it works as soon as the subscription does', async () => {
  const bench = await openAuthBench();
  bench.strava.settings.inactive = true;
  const args = ['auth', 'strava', '--port', bench.port];
  const result = await bench.cliOn({ columns: null, env: APP_SET, openBrowser: agreeingBrowser().open }, ...args);
  expect(result.code).toBe(6);
  expect(result.stderr).toContain('https://www.strava.com/subscribe');
  bench.strava.settings.inactive = false;
  const env = { ...NOTHING_SET, G2S_GARMIN_API_KEY: bench.garmin.apiKey };
  expect((await bench.cliOn({ columns: null, env }, 'sync', '--since', 'all')).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(1);
});

test('nobody answers', async () => {
  const bench = await openAuthBench();
  const args = ['auth', 'strava', '--port', bench.port];
  const result = await bench.cliOn({ columns: null, env: APP_SET, nobodyAnswers: true }, ...args);
  expect(result.code).toBe(4);
  expect(result.stderr).toMatch(
    /within 5 minutes[\s\S]*client_id invalid[\s\S]*Authorization Callback Domain" to localhost/,
  );
  await expect(fetch(`http://127.0.0.1:${bench.port}/`)).rejects.toThrow();
});

test('Ctrl-C while it waits ends with 130 and leaves nothing open', async () => {
  const bench = await openAuthBench();
  const interruption = new AbortController();
  const openBrowser = async () => interruption.abort();
  const terminal = { columns: null, env: APP_SET, signal: interruption.signal, openBrowser };
  expect((await bench.cliOn(terminal, 'auth', 'strava', '--port', bench.port)).code).toBe(130);
  await expect(fetch(`http://127.0.0.1:${bench.port}/`)).rejects.toThrow();
});

test('a port in use names the way out', async () => {
  const bench = await openAuthBench();
  const other = createServer().listen(Number(bench.port), '127.0.0.1');
  onTestFinished(() => void other.close());
  const result = await bench.cliOn({ columns: null, env: APP_SET }, 'auth', 'strava', '--port', bench.port);
  expect(result.code).toBe(64);
  expect(result.stderr).toMatch(/Port \d+ on localhost is in use[\s\S]*--port 9322/);
});

test('without a terminal and without an app nothing is waited for', async () => {
  const bench = await openAuthBench();
  const result = await bench.cliOn({ columns: null, env: NOTHING_SET }, 'auth', 'strava', '--port', bench.port);
  expect(result.code).toBe(64);
  expect(result.stderr).toMatch(/Nobody can be asked here: Client ID\.\nNext: {2}Set G2S_STRAVA_CLIENT_ID/);
});
