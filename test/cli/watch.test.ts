import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench } from '../support/bench.ts';

/** Looks for so many minutes, with `meanwhile` at each of them. */
async function watch(
  bench: Awaited<ReturnType<typeof openBench>>,
  minutes: number,
  meanwhile: (minute: number) => void | Promise<void> = () => undefined,
  ...args: string[]
) {
  const stop = new AbortController();
  const begin = bench.clock.now();
  let seen = -1;
  const end = bench.clock.onSleep(async () => {
    const minute = Math.floor((bench.clock.now() - begin) / MINUTE);
    // Looks are up to five seconds early or late, so that none may fall into a minute.
    const passed = Array.from({ length: minute - seen }, (_, at) => seen + 1 + at);
    seen = minute;
    for (const each of passed) await meanwhile(each);
    if (minute >= minutes) stop.abort();
  });
  const result = await bench.cliOn(
    { columns: null, signal: stop.signal, nobodyAnswers: true },
    'sync',
    '--watch',
    ...args,
  );
  end();
  return result;
}

test('brings over what comes, minute by minute, and asks Garmin once a minute and nobody else when nothing does', async () => {
  const bench = await openBench([await fenixRun()]);
  const { code, stderr } = await watch(bench, 60, async (minute) => {
    if (minute === 30) bench.garmin.add(await fenixRide());
  });
  expect(code).toBe(130);
  expect(bench.strava.activities).toHaveLength(2);
  expect(stderr).toMatchInlineSnapshot(`
    "✓ Evening run: https://www.strava.com/activities/16500000001
    ✓ Ride home: https://www.strava.com/activities/16500000002
    Stopped, 2 uploaded. \`garmin2strava sync --watch\` goes on.
    "
  `);
  const lists = bench.garmin.count('GET', /activities\/search/);
  expect(lists).toBeGreaterThan(50);
  expect(lists).toBeLessThan(70);
  expect(bench.strava.count('GET', /athlete\/activities$/)).toBeLessThan(8);
});

test('trouble is told once, and that it is over; meanwhile nothing is lost', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.inactive = true;
  const { stderr } = await watch(bench, 200, (minute) => {
    if (minute === 100) bench.strava.settings.inactive = false;
  });
  expect(stderr.match(/Trouble:/g)).toHaveLength(1);
  expect(stderr).toContain('paid Strava subscription');
  expect(stderr.match(/Works again/g)).toHaveLength(1);
  expect(bench.strava.activities).toHaveLength(1);
});

test('what this machine keeps is damaged: told once, and waited out', async () => {
  const bench = await openBench([await fenixRun()]);
  await bench.cli('sync', '--dry-run');
  const file = join(bench.home, 'default', 'credentials', 'garmin-personal.1.json');
  const kept = await readFile(file, 'utf8');
  await writeFile(file, '{ half');
  const { code, stderr } = await watch(bench, 10, async (minute) => {
    if (minute === 5) await writeFile(file, kept);
  });
  expect(code).toBe(130);
  expect(stderr.match(/Trouble:/g)).toHaveLength(1);
  expect(stderr).not.toContain('not told');
  expect(bench.strava.activities).toHaveLength(1);
});

test('rules of the command line hold', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  await watch(bench, 3, undefined, '--exclude-type', 'running');
  expect(bench.strava.uploads.map(({ externalId }) => externalId)).toEqual(['garmin_10000000002']);
});

test('what does not go together with it is refused', async () => {
  const bench = await openBench();
  expect(await bench.cli('sync', '--watch', '--since', 'all')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('does not go together with --since'),
  });
  expect((await bench.cli('sync', '--watch', '--dry-run')).code).toBe(64);
});

test('another run at the same time is waited for', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.clock.advance(HOUR);
  const [one, other] = await Promise.all([watch(bench, 5), bench.cli('sync')]);
  expect(one.code).toBe(130);
  expect([0, 1]).toContain(other.code);
  expect(bench.strava.uploads).toHaveLength(1);
});
