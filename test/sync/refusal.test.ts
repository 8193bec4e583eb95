import { expect, test } from 'vitest';
import { HOUR } from '../../src/sync/time.ts';
import { agreeingBrowser, openAuthBench } from '../cli/auth/accounts.ts';
import { fenixRun, openBench, START } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';
import { scriptedPrompts } from '../support/scripted-prompts.ts';
import { openTicks } from '../support/ticks.ts';

const ID = 10_000_000_001;
const NOBODY = { columns: null } as const;

test('an app that is switched off is asked about once an hour, and every run says so', async () => {
  const ticks = await openTicks({ activities: [gpxRun(ID, START - 2 * HOUR)] });
  ticks.strava.settings.inactive = true;
  const ends = await ticks.minutes(118, 2);
  expect(new Set(ends)).toEqual(new Set(['STRAVA_APP_INACTIVE']));
  expect(ticks.strava.requests.filter(({ path }) => path.startsWith('/api/v3'))).toHaveLength(2);
  ticks.strava.settings.inactive = false;
  await ticks.minutes(4);
  expect(await ticks.record(ID)).toMatchObject({ state: 'uploaded' });
});

test('a person at the terminal asks anew, and then runs without one go on too', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.inactive = true;
  expect((await bench.cli('sync')).code).toBe(6);
  bench.strava.settings.inactive = false;
  const asked = bench.strava.requests.length;
  expect((await bench.cli('sync')).code).toBe(6);
  expect(bench.strava.requests).toHaveLength(asked);
  const typed = await bench.cliOn({ ...NOBODY, prompts: scriptedPrompts([]) }, 'sync', '--dry-run');
  expect(typed.code).toBe(0);
  expect((await bench.cliOn({ ...NOBODY, prompts: scriptedPrompts([]) }, 'sync', '--limit', '1')).code).toBe(0);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(1);
});

test('a missing permission ends every run with 4 until a person connects Strava anew', async () => {
  const bench = await openAuthBench();
  const { refreshToken } = bench.strava.issueTokens(['read', 'activity:write']);
  const lacking = { ...NOBODY, env: { G2S_STRAVA_REFRESH_TOKEN: refreshToken } };
  expect((await bench.cliOn(lacking, 'sync')).code).toBe(4);
  const asked = bench.strava.requests.length;
  const { code, stderr } = await bench.cliOn(lacking, 'sync');
  expect({ code, stderr }).toMatchObject({ code: 4, stderr: expect.stringContaining('permission activity:read') });
  expect(bench.strava.requests).toHaveLength(asked);
  const openBrowser = agreeingBrowser().open;
  const connected = await bench.cliOn({ ...NOBODY, openBrowser }, 'auth', 'strava', '--port', bench.port);
  expect(connected.code).toBe(0);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.strava.activities).toHaveLength(1);
});
