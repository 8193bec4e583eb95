import { expect, test } from 'vitest';
import { readUploadedFile } from '../../../../src/sync/sandbox/strava/upload-file.ts';
import { openBench, sandboxFile } from './bench.ts';
import { fitFile } from './fit-file.ts';
import { observed } from './recordings.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test.each([
  ['garmin-fenix-5-run.fit', 'Run', '2017-06-11T14:34:09Z', 57, 157.56],
  ['garmin-edge-820-bike.fit', 'Ride', '2017-06-12T16:10:15Z', 65, 457.12],
  ['12129115726_ACTIVITY.fit', 'Yoga', '2023-09-29T00:10:57Z', 10, 0],
])('a watch’s own file becomes one activity: %s', async (name, sport, start, elapsed, distance) => {
  const { list, strava, uploaded } = await openBench();
  const upload = await uploaded({ file: await sandboxFile(name), data_type: 'fit' });

  expect(upload['activity_id']).toBe(Number(strava.activities[0]?.id));
  expect(await list()).toMatchObject([{ sport_type: sport, start_date: start, elapsed_time: elapsed, distance }]);
});

test('the clock of the watch tells the zone, and the file the device and the place', async () => {
  const [session] = readUploadedFile(await sandboxFile('garmin-edge-820-bike.fit'), 'fit');
  expect(session).toMatchObject({ utcOffset: -7 * 3_600, deviceName: 'Garmin edge820' });
  expect(session?.startPosition?.map(Math.round)).toEqual([37, -122]);
});

test('a file with several sessions becomes as many activities with one external id', async () => {
  const { strava, uploaded } = await openBench();
  const file = await sandboxFile('activity-large-fenxi2-multisport.fit');
  const upload = await uploaded({ file, data_type: 'fit', external_id: 'garmin_7' });

  expect(strava.activities.map(({ sportType }) => sportType)).toEqual([
    'Workout',
    'Workout',
    'Run',
    'Workout',
    'Run',
    'Workout',
    'Ride',
  ]);
  expect(new Set(strava.activities.map(({ externalId }) => externalId))).toEqual(new Set(['garmin_7.fit']));
  expect(strava.uploads[0]?.activityIds).toEqual(strava.activities.map(({ id }) => id));
  expect(upload['activity_id']).toBe(Number(strava.activities[0]?.id));
});

test('sessions of one file that start together do not rule each other out', async () => {
  const { strava, uploaded } = await openBench();
  const startTime = '2026-11-20T06:30:00Z';
  await uploaded({ file: fitFile({ startTime }, { startTime, sport: 'cycling' }), data_type: 'fit' });
  expect(strava.activities.map(({ sportType }) => sportType)).toEqual(['Run', 'Ride']);
});

test.each([
  ['running', 'trail', 'TrailRun', false],
  ['running', 'treadmill', 'Run', true],
  ['running', 'virtualActivity', 'VirtualRun', true],
  ['cycling', 'mountain', 'MountainBikeRide', false],
  ['cycling', 'gravelCycling', 'GravelRide', false],
  ['cycling', 'virtualActivity', 'VirtualRide', true],
  ['fitnessEquipment', 'indoorRowing', 'Rowing', true],
  ['training', 'strengthTraining', 'WeightTraining', false],
  ['alpineSkiing', 'backcountry', 'BackcountrySki', false],
  ['alpineSkiing', 'resort', 'AlpineSki', false],
  ['racket', 'padel', 'Padel', false],
  ['hunting', 'generic', 'Workout', false],
] as const)('FIT’s %s/%s is Strava’s %s', (sport, subSport, sportType, indoor) => {
  const file = fitFile({ startTime: '2026-11-20T06:30:00Z', sport, subSport });
  expect(readUploadedFile(file, 'fit')).toMatchObject([{ sportType, indoor }]);
});

test('GPX is read by its first and last time', async () => {
  const [hike] = readUploadedFile(await sandboxFile('uetliberg-hike.gpx'), 'gpx');
  expect(hike).toMatchObject({ startTime: Date.parse('2019-07-14T07:12:00Z'), elapsedTime: 3_600, sportType: 'Hike' });
  expect(hike?.startPosition).toEqual([47.3513, 8.488]);
  expect(hike?.distance).toBeGreaterThan(2_600);
  expect(hike?.distance).toBeLessThan(4_500);
});

test('TCX is read by its first and last time', async () => {
  const [ride] = readUploadedFile(await sandboxFile('aare-ride.tcx'), 'tcx');
  expect(ride).toMatchObject({ startTime: Date.parse('2022-05-22T08:30:00Z'), sportType: 'Ride', distance: 23_609.5 });
});

const GPX = '<gpx version="1.1"><trk><trkseg><trkpt lat="47" lon="8"></trkpt></trkseg></trk></gpx>';

test.each([
  ['an empty FIT file', 'fit', () => new Uint8Array(), 'malformed'],
  ['a truncated FIT file', 'fit', () => sandboxFile('activity-unexpected-eof.fit'), 'malformed'],
  ['a FIT file with a wrong checksum', 'fit', wrongChecksum, 'malformed'],
  ['a FIT file that is none', 'fit', () => bytes('PK\u0003\u0004 not a FIT file at all'), 'malformed'],
  ['a FIT file without a session', 'fit', () => fitFile(), 'no_time'],
  ['a packed file that is not packed', 'fit.gz', () => bytes('plain'), 'malformed'],
  ['a GPX file that is none', 'gpx', () => bytes('<html></html>'), 'malformed'],
  ['a GPX file that breaks off', 'gpx', () => bytes(GPX.slice(0, 60)), 'malformed'],
  ['a GPX file without times', 'gpx', () => bytes(GPX), 'no_time'],
  ['a GPX file in place of a TCX file', 'tcx', () => bytes(GPX), 'malformed'],
] as const)('%s is refused in Strava’s words', async (_what, dataType, file, problem) => {
  const { strava, uploaded } = await openBench();
  expect(await uploaded({ file: await file(), data_type: dataType })).toMatchObject({
    error: observed(`upload_error_${problem}`)['error'],
    status: 'There was an error processing your activity.',
    activity_id: null,
  });
  expect(strava.uploads).toMatchObject([{ state: 'failed' }]);
});

async function wrongChecksum(): Promise<Uint8Array> {
  const file = new Uint8Array(await sandboxFile('garmin-fenix-5-run.fit'));
  return file.with(-1, (file.at(-1) ?? 0) ^ 0xff);
}
