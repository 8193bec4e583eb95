import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../src/sync/time.ts';
import { fenixRun, openBench, zipOf } from '../support/bench.ts';

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

test('a file of which Strava makes fewer activities than it has sessions is looked up once more, not for ever', async () => {
  const row = { startTimeLocal: '2015-08-29 10:00:05', startTimeGMT: '2015-08-29 08:00:05', elapsedDuration: 20_000 };
  const original = await zipOf('activity-large-fenxi2-multisport.fit');
  const { strava, cli } = await openBench([await fenixRun({ original, row })]);
  const keepOne = () => {
    for (const { id } of strava.activities.slice(1)) strava.removeActivity(id);
  };
  strava.faults.add({ path: /uploads\/\d+$/, effect: { kind: 'lose-answer' }, onHit: keepOne });
  const lists: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const before = strava.count('GET', /athlete\/activities$/);
    await cli('sync', '--since', 'all');
    lists.push(strava.count('GET', /athlete\/activities$/) - before);
  }
  // A page and an empty one each; the first run looks before the upload too, and finds nothing.
  expect(lists).toEqual([3, 2, 0, 0, 0]);
  const { activities } = JSON.parse((await cli('history', '--json')).stdout);
  expect(activities).toMatchObject([{ state: 'uploaded', stravaIds: [strava.activities[0]?.id] }]);
});
