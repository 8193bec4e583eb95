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

test('an upload whose question was not answered is not given up, however old it is', async () => {
  const { clock, strava, cli, state } = await underway();
  clock.advance(25 * HOUR);
  strava.faults.add({ path: /uploads\/\d+$/, effect: { kind: 'reset' } });
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'uploading' });
  clock.advance(2 * DAY);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'uploaded', stravaIds: [strava.activities[0]?.id] });
});

test('an upload that Strava says to process for more than a day is given up', async () => {
  const { clock, cli, state } = await underway();
  clock.advance(23 * HOUR);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'uploading' });
  clock.advance(2 * HOUR);
  await cli('sync');
  expect(await state()).toMatchObject({ state: 'failed', detail: expect.stringContaining('more than a day') });
});
