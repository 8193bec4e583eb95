import { expect, test, vi } from 'vitest';
import type { FaultEffect } from '../../src/sync/sandbox/faults.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { START } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';
import { openTicks, type Ticks } from '../support/ticks.ts';

// A day of ticks takes some seconds.
vi.setConfig({ testTimeout: 60_000 });

const [FIRST, SECOND] = [10_000_000_001, 10_000_000_002];
const STATUS = /uploads\/\d+$/;
const POST = /uploads$/;
const LIST = /athlete\/activities$/;
const DAY = 24 * 60;

/** How often each end of a tick came. */
function tally(ends: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const end of ends) counts[end] = (counts[end] ?? 0) + 1;
  return counts;
}

/** Strava has taken one file in, and its run ended before that came to anything. */
async function underway(): Promise<Ticks> {
  const ticks = await openTicks({ activities: [gpxRun(FIRST, START - 2 * HOUR)] });
  ticks.strava.settings.outcomes.set(`garmin_${FIRST}`, 'stuck');
  await ticks.minutes(1);
  expect(await ticks.record(FIRST)).toMatchObject({ state: 'uploading' });
  return ticks;
}

const BROKEN: readonly (readonly [string, FaultEffect])[] = [
  ['500 and a web page', { kind: 'answer', status: 500, body: '<html>' }],
  ['400 and JSON', { kind: 'answer', status: 400, body: { message: 'Bad Request', errors: [] } }],
];

test.each(BROKEN)(
  'one upload whose status is always %s holds nothing back, and ends after a day',
  async (_, effect) => {
    const ticks = await underway();
    const [upload] = ticks.strava.uploads;
    const path = new RegExp(`uploads/${upload?.id}$`);
    ticks.strava.faults.add({ path, effect, times: 1e9 });
    ticks.garmin.add(gpxRun(SECOND, START - 30 * MINUTE));
    const ends = tally(await ticks.minutes(DAY + 10, 5));
    expect(Object.keys(ends).sort()).toEqual(['idle', 'ran']);
    expect(await ticks.record(SECOND)).toMatchObject({ state: 'uploaded' });
    expect(await ticks.record(FIRST)).toMatchObject({ state: 'failed', retryAt: null });
    expect(ticks.strava.uploads).toHaveLength(2);
  },
);

test('what Strava never told about, but has, is found in its list before it is given up', async () => {
  const ticks = await underway();
  ticks.strava.settings.outcomes.clear();
  ticks.strava.faults.add({ path: STATUS, effect: { kind: 'answer', status: 500 }, times: 1e9 });
  await ticks.minutes(DAY + 10, 5);
  const [there] = ticks.strava.activities;
  expect(await ticks.record(FIRST)).toMatchObject({ state: 'uploaded', stravaIds: [there?.id] });
  expect(ticks.strava.uploads).toHaveLength(1);
});

test('an upload that stays in process is asked about more and more rarely', async () => {
  const ticks = await underway();
  const asked = ticks.strava.count('GET', STATUS);
  await ticks.minutes(DAY - 60, 2);
  expect(ticks.strava.count('GET', STATUS) - asked).toBeLessThan(60);
  expect(await ticks.record(FIRST)).toMatchObject({ state: 'uploading' });
  ticks.garmin.add(gpxRun(SECOND, ticks.clock.now() - 40 * MINUTE));
  await ticks.minutes(1);
  expect(await ticks.record(SECOND)).toMatchObject({ state: 'uploaded' });
});

test('a claim whose post is never answered is posted six times at most, ever later, and then fails', async () => {
  const ticks = await openTicks({ activities: [gpxRun(FIRST, START - 2 * HOUR)] });
  ticks.strava.faults.add({ method: 'POST', path: POST, effect: { kind: 'answer', status: 500 }, times: 1e9 });
  await ticks.minutes(1);
  expect(await ticks.record(FIRST)).toMatchObject({ state: 'claimed', attempts: 1, retryAt: null });
  await ticks.minutes(DAY, 5);
  expect(ticks.strava.count('POST', POST)).toBe(6);
  expect(ticks.garmin.count('GET', /download-service/)).toBe(6);
  expect(ticks.strava.count('GET', LIST)).toBeLessThan(20);
  expect(await ticks.record(FIRST)).toMatchObject({
    state: 'failed',
    retryAt: null,
    detail: expect.stringContaining('never answered'),
  });
});

test('a claim whose post arrived without an answer is found when it is due, and posted once', async () => {
  const ticks = await openTicks({ activities: [gpxRun(FIRST, START - 2 * HOUR)] });
  ticks.strava.faults.add({ method: 'POST', path: POST, effect: { kind: 'lose-answer' } });
  await ticks.minutes(3);
  expect(await ticks.record(FIRST)).toMatchObject({ state: 'uploaded', attempts: 0, retryAt: null });
  expect(ticks.strava.uploads).toHaveLength(1);
});
