import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/sync/time.ts';
import { fenixRun, openBench } from '../support/bench.ts';

async function underway() {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.processingMs = 2 * DAY;
  await bench.cli('sync');
  const state = async () => JSON.parse((await bench.cli('history', '--json')).stdout).activities[0];
  return { ...bench, state };
}

test('an upload whose question was not answered for a day is looked for in the list first', async () => {
  const { clock, strava, cli, state } = await underway();
  clock.advance(3 * DAY);
  strava.faults.add({ path: /uploads\/\d+$/, effect: { kind: 'reset' } });
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'uploaded', stravaIds: [strava.activities[0]?.id] });
});

test('one that was given up and yet came to something is not uploaded twice when a person retries it', async () => {
  const { clock, strava, cli, state } = await underway();
  clock.advance(25 * HOUR);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'failed' });
  clock.advance(2 * DAY);
  await cli('retry', '10000000001');
  await cli('sync');
  expect(strava.uploads).toHaveLength(1);
  expect(await state()).toMatchObject({ stravaIds: [strava.activities[0]?.id] });
});

test('an upload that Strava says to process for more than a day is given up', async () => {
  const { clock, cli, state } = await underway();
  clock.advance(23 * HOUR);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'uploading' });
  clock.advance(2 * HOUR);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'failed', detail: expect.stringContaining('within a day') });
});

test('a file that Strava has already is a duplicate, also where it says so at once', async () => {
  const bench = await openBench([await fenixRun()]);
  const body = { error: 'garmin_1.fit duplicate of activity 8319193780', status: 'There was an error.', id: null };
  bench.strava.faults.add({ method: 'POST', path: /uploads$/, effect: { kind: 'answer', status: 400, body } });
  expect((await bench.cli('sync')).code).toBe(0);
  const { activities } = JSON.parse((await bench.cli('history', '--json')).stdout);
  expect(activities).toMatchObject([{ state: 'duplicate', stravaIds: ['8319193780'] }]);
  await bench.cli('sync');
  expect(bench.strava.count('POST', /uploads$/)).toBe(1);
});

test('a file that is too large is not tried again', async () => {
  const bench = await openBench([await fenixRun()]);
  const page = '<html><title>413 Request Entity Too Large</title></html>';
  bench.strava.faults.add({ method: 'POST', path: /uploads$/, effect: { kind: 'answer', status: 413, body: page } });
  expect((await bench.cli('sync')).code).toBe(3);
  bench.clock.advance(2 * DAY);
  await bench.cli('sync');
  expect(bench.strava.count('POST', /uploads$/)).toBe(1);
});
