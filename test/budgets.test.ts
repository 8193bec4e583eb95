import { expect, test } from 'vitest';
import { zipFolder } from '../src/aws/deploy/zip.ts';
import { fenixRide, fenixRun, openBench } from './support/bench.ts';

/** Bytes; what a deploy uploads, and what a cold start reads. */
test('the function and its layer stay small', async () => {
  const [layer, code] = await Promise.all([zipFolder('dist/lambda/layer'), zipFolder('dist/lambda/function')]);
  expect(code.bytes.length).toBeLessThan(100_000);
  expect(layer.bytes.length + code.bytes.length).toBeLessThan(350_000);
});

test('a sync with nothing new asks Garmin once and Strava nothing; a new activity costs Strava four requests at most', async () => {
  const bench = await openBench([await fenixRun()]);
  await bench.cli('sync');
  const { garmin, strava } = bench;
  const before = { garmin: garmin.requests.length, strava: strava.requests.length };
  await bench.cli('sync');
  expect(garmin.requests.length - before.garmin).toBe(1);
  expect(strava.requests.length - before.strava).toBe(0);
  garmin.add(await fenixRide());
  await bench.cli('sync');
  expect(strava.requests.length - before.strava).toBeLessThanOrEqual(4);
});
