import * as v from 'valibot';
import { expect, test } from 'vitest';
import { RulesSchema } from '../../src/sync/rules-schema.ts';
import { HOUR } from '../../src/sync/time.ts';
import { START } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';
import { openTicks, type Ticks } from '../support/ticks.ts';

const ID = 10_000_000_001;
const ROW = { description: 'with Ida', locationName: 'Bern', deviceId: 77, hasPolyline: true };
const FILE = /download-service\/files\/activity\/10000000001$/;
const DETAIL = /activity-service\/activity\/10000000001$/;

/** One whose file Garmin did not hand out, and which then is no longer among the newest. */
async function behind(): Promise<Ticks> {
  const ticks = await openTicks({ activities: [gpxRun(ID, START - 50 * HOUR, { row: ROW })] });
  ticks.garmin.faults.add({ path: FILE, effect: { kind: 'answer', status: 503 }, times: 2 });
  await ticks.minutes(1);
  for (let at = 1; at <= 25; at += 1) ticks.garmin.add(gpxRun(ID + at, START - at * HOUR));
  await ticks.minutes(1);
  expect(await ticks.record(ID)).toMatchObject({ state: 'failed', attempts: 2, retryAt: expect.any(Number) });
  return ticks;
}

test('a retry of what Garmin no longer lists among the newest keeps its notes', async () => {
  const ticks = await behind();
  await ticks.minutes(6);
  expect(ticks.strava.uploads.find(({ externalId }) => externalId === `garmin_${ID}`)).toMatchObject({
    name: `Run ${ID}`,
    description: 'with Ida',
  });
});

test('the rules hold for it too', async () => {
  const ticks = await behind();
  const rules = v.parse(RulesSchema, { 'exclude-device': ['77'] });
  ticks.reconfigure({ rules });
  await ticks.minutes(6);
  expect(await ticks.record(ID)).toMatchObject({ state: 'filtered' });
});

test('where Garmin does not tell of it, a try is counted, and the others go over', async () => {
  const ticks = await behind();
  ticks.garmin.faults.add({ path: DETAIL, effect: { kind: 'answer', status: 500 }, times: 1e9 });
  await ticks.minutes(6);
  expect(await ticks.record(ID)).toMatchObject({ state: 'failed', attempts: 3 });
  expect(ticks.strava.activities).toHaveLength(25);
});
