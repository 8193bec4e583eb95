import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { DAY, HOUR, MINUTE } from '../../src/sync/time.ts';
import { accountEnv } from '../support/account-env.ts';
import { openBench } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';
import { manualClock } from '../support/manual-clock.ts';
import { filesBelow, swiftFolder } from '../support/temporary-folder.ts';
import { countsPerWindow } from '../support/windows.ts';

const VIRTUAL_RUN = fileURLToPath(new URL('../support/virtual-run.mjs', import.meta.url));
const LONG = 400_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const ACTIVITIES = 3_000;
const COMMAND = ['sync', '--since', 'all', '--yes', '--wait'];

/** Eleven years of runs, the last one an hour ago. */
function history(count: number) {
  return Array.from({ length: count }, (_, index) =>
    gpxRun(10_000_000_000 + index, NOON - HOUR - Math.round(((count - 1 - index) * 11 * 365 * DAY) / count)),
  );
}

/** Where a run is killed: before or after the service acted on a request of that kind, after so many others. */
const KILLS = [
  { side: 'strava', method: 'POST', path: /uploads$/, kind: 'lose-answer', after: 3 },
  { side: 'strava', method: 'POST', path: /uploads$/, kind: 'reset', after: 40 },
  { side: 'strava', method: 'GET', path: /athlete\/activities$/, kind: 'reset', after: 1 },
  { side: 'garmin', method: 'GET', path: /download/, kind: 'reset', after: 25 },
  { side: 'strava', method: 'POST', path: /uploads$/, kind: 'lose-answer', after: 191 },
  { side: 'strava', method: 'GET', path: /athlete\/activities$/, kind: 'lose-answer', after: 2 },
  { side: 'garmin', method: 'GET', path: /activities/, kind: 'reset', after: 4 },
] as const;

test('3,000 activities at the default quota, killed 20 times on the way: every one is there once, no request refused', {
  timeout: LONG,
}, async () => {
  const clock = manualClock(NOON);
  const garmin = await startGarminSandbox({ clock, activities: history(ACTIVITIES) });
  const strava = await startStravaSandbox({ clock, settings: { checksDuplicates: false, refreshRotation: 'same' } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const home = await swiftFolder();
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    G2S_HOME: home,
    ...accountEnv(garmin, strava),
  };

  async function run(kill: (typeof KILLS)[number] | null) {
    const child = fork(VIRTUAL_RUN, COMMAND, {
      env: { ...env, G2S_TEST_NOW: String(clock.now()) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let told = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    child.on('message', ({ until }: { until: number }) => {
      clock.advance(Math.max(0, until - clock.now()));
      child.send({ now: clock.now() }, () => undefined);
    });
    if (kill) {
      const { side, method, path, kind, after } = kill;
      const { faults } = side === 'strava' ? strava : garmin;
      faults.add({ method, path, after, effect: { kind }, onHit: () => void child.kill('SIGKILL') });
    }
    const [code, signal] = await once(child, 'close');
    return { code: code as number | null, signal: signal as string | null, told };
  }

  let killed = 0;
  for (; killed < 20; killed += 1) {
    expect((await run(KILLS[killed % KILLS.length] ?? null)).signal).toBe('SIGKILL');
    // The lease of a killed run ends by itself.
    clock.advance(3 * MINUTE);
  }
  const last = await run(null);
  expect(last, last.told.slice(-2_000)).toMatchObject({ code: 0 });

  const ids = strava.activities.map(({ externalId }) => externalId);
  expect(new Set(ids).size).toBe(ACTIVITIES);
  expect(ids).toHaveLength(ACTIVITIES);

  const api = strava.requests.filter(({ path }) => path.startsWith('/api/v3'));
  const isPost = ({ method }: { method: string }) => method === 'POST';
  // A refusal would have left a pause behind.
  expect((await filesBelow(home)).filter((name) => name.includes('pause'))).toEqual([]);
  const posts = api.filter(isPost).map(({ at }) => at);
  expect(Math.max(...countsPerWindow(posts, 15 * MINUTE))).toBeGreaterThanOrEqual(190);
});

test('a large upload tells before how long it takes', async () => {
  const bench = await openBench(history(450));
  bench.clock.advance(NOON - bench.clock.now());
  const { stdout, code } = await bench.cli('sync', '--since', 'all', '--yes');
  expect(code).toBe(5);
  expect(stdout.replaceAll(/\n(?!$)/g, ' ')).toContain(
    "450 activities from 2015-12-02 to 2026-11-20 are more than Strava's quota takes at once: 3 quarter hours on 1 day, done about 2026-11-20 12:30 UTC.",
  );
  // Today's run goes before the oldest.
  expect(bench.strava.uploads[0]?.externalId).toBe('garmin_10000000449');
  expect(bench.strava.uploads[1]?.externalId).toBe('garmin_10000000000');
});

test('with --wait it goes on by itself: a quarter hour resolves 190 uploads, a day 1,950', {
  timeout: LONG,
}, async () => {
  const bench = await openBench(history(2_000), swiftFolder);
  const midnight = Date.UTC(2026, 10, 21);
  bench.clock.advance(midnight - bench.clock.now());
  const waiting = { columns: null, nobodyAnswers: true } as const;
  const { stderr, code } = await bench.cliOn(waiting, 'sync', '--since', 'all', '--yes', '--wait');
  expect(code).toBe(0);
  expect(stderr).toMatch(/Strava wants a pause: \d+ left, going on at 00:15 UTC/);
  expect(bench.strava.activities).toHaveLength(2_000);
  const posts = bench.strava.uploads.map(({ receivedAt }) => receivedAt);
  const windows = countsPerWindow(posts, 15 * MINUTE);
  expect(Math.min(...windows.slice(0, 10))).toBeGreaterThanOrEqual(190);
  expect(countsPerWindow(posts, DAY)[0]).toBeGreaterThanOrEqual(1_950);
});
