import { expect, test } from 'vitest';
import { HOUR } from '../../src/sync/time.ts';
import { openBench, START } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';

const FIRST = 10_000_000_000;

/** More new activities than one look at Garmin's list shows, of the last days. */
async function many() {
  return openBench(Array.from({ length: 25 }, (_, at) => gpxRun(FIRST + at, START - (25 - at) * 3 * HOUR)));
}

async function planned(bench: Awaited<ReturnType<typeof openBench>>): Promise<number> {
  return JSON.parse((await bench.cli('sync', '--dry-run', '--json')).stdout).counts.planned;
}

test.each([
  ['push', ['push', String(FIRST + 24)], 24],
  ['ignore', ['ignore', String(FIRST + 24)], 24],
  ['sync --limit', ['sync', '--limit', '3'], 22],
] as const)('%s of the newest leaves nothing behind that a sync would not find', async (_, words, left) => {
  const bench = await many();
  expect(await planned(bench)).toBe(25);
  expect((await bench.cli(...words)).code).toBe(0);
  expect(await planned(bench)).toBe(left);
});

test('more of the newest than one look shows, each ignored or pushed alone: a sync goes past them', async () => {
  const bench = await many();
  for (let at = 24; at > 4; at -= 1) {
    expect((await bench.cli(at % 4 === 0 ? 'push' : 'ignore', String(FIRST + at))).code).toBe(0);
  }
  expect(await planned(bench)).toBe(5);
  await bench.cli('sync');
  expect(await planned(bench)).toBe(0);
});

test('as many with --limit as one look shows: the older ones are found by the next sync', async () => {
  const activities = Array.from({ length: 45 }, (_, at) => gpxRun(FIRST + at, START - (45 - at) * 3 * HOUR));
  const bench = await openBench(activities);
  expect((await bench.cli('sync', '--limit', '20')).code).toBe(0);
  expect(await planned(bench)).toBe(25);
  await bench.cli('sync');
  expect(bench.strava.activities).toHaveLength(45);
});

test.each([7, 50, 100])('--since all reads all of a list that gives %d rows at most', async (mostRows) => {
  const bench = await openBench(Array.from({ length: 120 }, (_, at) => gpxRun(FIRST + at, START - (120 - at) * HOUR)));
  bench.garmin.settings.mostRows = mostRows;
  const { stdout } = await bench.cli('sync', '--since', 'all', '--dry-run', '--json');
  expect(JSON.parse(stdout).counts.planned).toBe(120);
});

test('with nothing new one page is enough', async () => {
  const bench = await many();
  await bench.cli('sync');
  const before = bench.garmin.count('GET', /activities\/search/);
  await bench.cli('sync');
  expect(bench.garmin.count('GET', /activities\/search/) - before).toBe(1);
});
