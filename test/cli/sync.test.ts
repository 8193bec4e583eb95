import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readDataFile } from '../../src/sync/sandbox/garmin/data-file.ts';
import { demoAccount } from '../../src/sync/sandbox/garmin/demo-account.ts';
import { HOUR } from '../../src/sync/time.ts';
import { fenixRide, fenixRun, json, openBench, START, zipOf } from '../support/bench.ts';
import { withCompressedTrack } from '../support/fit-bytes.ts';
import { gpxRun } from '../support/gpx.ts';
import { scriptedPrompts } from '../support/scripted-prompts.ts';
import { filesBelow, temporaryFolder } from '../support/temporary-folder.ts';
import { fitFile } from '../sync/sandbox/strava/fit-file.ts';

const LIST = /athlete\/activities/;
const POST_UPLOAD = /\/uploads$/;

test('the first sync uploads what is new, the second nothing and asks Strava nothing', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  const first = json(await bench.cli('sync', '--json'));
  expect(first.counts).toEqual({ uploaded: 2, skipped: 0, pending: 0, failed: 0, planned: 2 });
  expect(bench.strava.activities.map(({ externalId }) => externalId)).toEqual([
    'garmin_10000000001.fit',
    'garmin_10000000002.fit',
  ]);
  expect(bench.strava.count('GET', LIST)).toBe(1);
  const asked = bench.strava.requests.length;
  const second = await bench.cli('sync', '--json');
  expect(second.code).toBe(0);
  expect(json(second).activities.map(({ decision, reason }) => `${decision} ${reason}`)).toEqual([
    'skip uploaded',
    'skip uploaded',
  ]);
  expect(bench.strava.requests.length).toBe(asked);
});

test('the documented object: every field of --json', async () => {
  const bench = await openBench([await fenixRun()]);
  const { stdout } = await bench.cli('sync', '--json');
  expect(stdout).toMatchInlineSnapshot(`
    "{
      "schemaVersion": 1,
      "dryRun": false,
      "activities": [
        {
          "garminId": "10000000001",
          "name": "Evening run",
          "type": "running",
          "startTime": "2017-06-11T14:34:09Z",
          "decision": "upload",
          "reason": "new",
          "detail": "uploaded",
          "stravaIds": [
            "16500000001"
          ],
          "uploadId": null
        }
      ],
      "counts": {
        "uploaded": 1,
        "skipped": 0,
        "pending": 0,
        "failed": 0,
        "planned": 1
      },
      "quota": {
        "overall": {
          "limit15m": 200,
          "used15m": 3,
          "limitDay": 2000,
          "usedDay": 3
        },
        "read": {
          "limit15m": 100,
          "used15m": 2,
          "limitDay": 1000,
          "usedDay": 2
        }
      }
    }
    "
  `);
});

test('a dry run posts nothing but the token, leaves no trace but tokens, and says what the sync then does', async () => {
  const account = await demoAccount();
  const bench = await openBench(account.garmin);
  for (const seed of account.strava) bench.strava.addActivity(seed);
  const plan = json(await bench.cli('sync', '--dry-run', '--since', 'all', '--json'));
  const posts = bench.strava.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
  expect(posts).toEqual(['/oauth/token']);
  expect((await filesBelow(bench.home)).filter((file) => !file.startsWith('default/credentials/'))).toEqual([
    'default/leases/refresh-credentials-garmin-personal.2.json',
    'default/leases/refresh-credentials-strava.2.json',
  ]);
  const done = json(await bench.cli('sync', '--since', 'all', '--json'));
  const decisions = ({ activities }: typeof plan) =>
    activities.map((it) => `${it.garminId} ${it.decision} ${it.reason}`);
  const broken = '10245330119 fail failed';
  expect(decisions(done).filter((it) => it !== broken)).toEqual(
    decisions(plan).filter((it) => it !== '10245330119 upload new'),
  );
});

test('every file arrives byte for byte, every leg under its own name, and all ids are recorded', async () => {
  const account = await demoAccount();
  const bench = await openBench(account.garmin);
  const done = json(await bench.cli('sync', '--since', 'all', '--json'));
  const sent = bench.strava.uploads.map(({ externalId, sha256 }) => [externalId, sha256]);
  expect(sent).toEqual([
    ['garmin_10245330117', await hash('sample-activity-indoor-trainer.fit')],
    ['garmin_10245330121', await hash('activity-small-fenix2-run.fit')],
    ['garmin_10245330126', await hash('activity-large-fenxi2-multisport.fit')],
    ['garmin_10245330133-1', await hash('garmin-fenix-5-run.fit')],
    ['garmin_10245330133-2', await hash('garmin-fenix-5-bike.fit')],
    ['garmin_10245330133-3', await hash('garmin-edge-820-bike.fit')],
    ['garmin_10245330138', await hash('uetliberg-hike.gpx')],
    ['garmin_10245330144', await hash('aare-ride.tcx')],
    ['garmin_11998957007', await hash('11998957007_ACTIVITY.fit')],
    ['garmin_12129115726', await hash('12129115726_ACTIVITY.fit')],
  ]);
  const ids = (garminId: string) => done.activities.find((it) => it.garminId === garminId)?.stravaIds;
  expect(ids('10245330126')).toHaveLength(7);
  expect(ids('10245330133')).toHaveLength(3);
});

test('a file of an old watch, with compressed time stamps, goes over from Garmin and from a folder', async () => {
  const ofOldWatch = (startTime: string) => withCompressedTrack(fitFile({ startTime }), 600);
  const entries = [{ name: '1.fit', bytes: ofOldWatch('2017-06-11T14:34:09Z') }];
  const bench = await openBench([await fenixRun({ original: { kind: 'zip', entries } })]);
  expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 1, failed: 0 });
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'A.FIT'), ofOldWatch('2017-06-12T10:00:00Z'));
  expect(json(await bench.cli('sync', '--from', folder, '--json')).counts).toMatchObject({ uploaded: 1, failed: 0 });
});

test('an upload that Strava takes for a duplicate adopts the activity that it names', async () => {
  const bench = await openBench([await fenixRun()]);
  const held = bench.strava.addActivity({
    startTime: Date.UTC(2017, 5, 11, 14, 34, 9),
    sportType: 'Ride',
    elapsedTime: 5,
  });
  bench.strava.settings.duplicateStyle = 'html';
  const [activity] = json(await bench.cli('sync', '--json')).activities;
  expect(activity).toMatchObject({ decision: 'skip', reason: 'duplicate', stravaIds: [held] });
});

test('a likely duplicate is shown and skipped, known from then on, and uploaded when asked for', async () => {
  const bench = await openBench([await fenixRide()]);
  bench.strava.addActivity({ startTime: Date.UTC(2017, 5, 12, 16, 7, 0), sportType: 'Ride', elapsedTime: 600 });
  const first = json(await bench.cli('sync', '--json'));
  expect(first.activities).toMatchObject([{ decision: 'skip', reason: 'likely-duplicate' }]);
  const asked = bench.strava.requests.length;
  expect(json(await bench.cli('sync', '--json')).activities).toMatchObject([{ reason: 'likely-duplicate' }]);
  expect(bench.strava.requests.length).toBe(asked);
  const forced = json(await bench.cli('sync', '--json', '--on-likely-duplicate', 'upload'));
  expect(forced.counts).toMatchObject({ uploaded: 1 });
});

test('--type, --exclude-type, --since, --until and --limit choose', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  const plan = async (...flags: string[]) =>
    json(await bench.cli('sync', '--dry-run', '--json', ...flags)).activities.map(
      (it) => `${it.decision} ${it.reason}`,
    );
  expect(await plan('--type', 'running')).toEqual(['upload new', 'skip filtered']);
  expect(await plan('--exclude-type', 'running', 'walking')).toEqual(['skip filtered', 'upload new']);
  expect(await plan('--since', '2017-06-12')).toEqual(['upload new']);
  expect(await plan('--since', '2017-06-01', '--until', '2017-06-11')).toEqual(['upload new']);
  expect(await plan('--since', '1d')).toEqual(['upload new']);
  expect(await plan('--limit', '1')).toEqual(['wait pending', 'upload new']);
});

test('the first run looks back a week and later runs do not reach behind it', async () => {
  const old = await fenixRun({
    row: { activityId: 1, startTimeGMT: '2017-05-01 08:00:00', startTimeLocal: '2017-05-01 10:00:00' },
  });
  const bench = await openBench([await fenixRun(), old]);
  expect(json(await bench.cli('sync', '--json')).activities).toHaveLength(1);
  bench.garmin.add(await fenixRide());
  expect(json(await bench.cli('sync', '--json')).activities).toHaveLength(2);
  expect(bench.strava.uploads).toHaveLength(2);
});

test('an activity that a watch brings late is found below newer ones', async () => {
  const bench = await openBench([await fenixRide(), await fenixRun({ availableFrom: START + 1_000 })]);
  await bench.cli('sync');
  bench.clock.advance(60_000);
  expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 1, skipped: 1 });
});

test('rows that cannot be read are told and the others go on', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide({ row: { startTimeGMT: 'yesterday' } })]);
  const { code, stdout } = await bench.cli('sync');
  expect(code).toBe(0);
  expect(stdout).toContain("Skipped a row of Garmin's list (10000000002): startTimeGMT: no time stamp.");
  expect(bench.strava.uploads).toHaveLength(1);
});

test('a file that is not there yet is waited for, and comes through later', async () => {
  const bench = await openBench([await fenixRun({ fileReadyFrom: START + 30_000 })]);
  const first = await bench.cli('sync', '--json');
  expect(first.code).toBe(0);
  expect(json(first).activities).toMatchObject([{ decision: 'wait', reason: 'pending' }]);
  const notReady = async () => JSON.parse((await bench.cli('history', '--state', 'not-ready', '--json')).stdout);
  expect(await notReady()).toMatchObject({ activities: [{ state: 'seen' }] });
  bench.clock.advance(61_000);
  expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 1 });
  expect(await notReady()).toMatchObject({ activities: [] });
});

test('a pattern that finds no end on one name is told there, and the others go over', async () => {
  const named = (name: string) => ({ row: { activityName: name } });
  const bench = await openBench([await fenixRun(named(`${'a'.repeat(60)}!`)), await fenixRide(named('aaaa'))]);
  const { code, stdout } = await bench.cli('sync', '--exclude-name', '/^(a+)+b/', '--json');
  expect(code).toBe(3);
  const detail = expect.stringMatching(/^The pattern \/\^\(a\+\)\+b\/ finds no end on this name\. Write it simpler/);
  expect(JSON.parse(stdout)).toMatchObject({
    counts: { uploaded: 1, failed: 1 },
    activities: [{ decision: 'fail', reason: 'failed', detail }, { decision: 'upload' }],
  });
  expect((await bench.cli('why', '10000000001', '--json')).code).toBe(0);
  expect(json(await bench.cli('sync', '--json')).counts).toMatchObject({ uploaded: 1, failed: 0 });
});

test('an upload that is still processing is taken up by the next run, without a second post', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.processingMs = 60_000;
  const first = await bench.cli('sync', '--json');
  expect(first.code).toBe(0);
  expect(json(first).activities).toMatchObject([
    { decision: 'wait', reason: 'pending', uploadId: bench.strava.uploads[0]?.id },
  ]);
  bench.clock.advance(60_000);
  const through = { decision: 'skip', reason: 'uploaded', detail: "an earlier run's upload has come through" };
  expect(json(await bench.cli('sync', '--dry-run', '--json')).activities).toMatchObject([through]);
  expect(json(await bench.cli('sync', '--json')).activities).toMatchObject([through]);
  expect(bench.strava.count('POST', POST_UPLOAD)).toBe(1);
});

test('an upload whose answer was lost is found by the next run, without a second post', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  bench.strava.faults.add({ method: 'POST', path: POST_UPLOAD, effect: { kind: 'lose-answer' } });
  const first = json(await bench.cli('sync', '--json'));
  expect(first.activities.map(({ decision }) => decision)).toEqual(['wait', 'upload']);
  const second = json(await bench.cli('sync', '--json'));
  expect(second.activities).toMatchObject([{ decision: 'skip', reason: 'uploaded' }, { reason: 'uploaded' }]);
  expect(bench.strava.count('POST', POST_UPLOAD)).toBe(2);
  expect(bench.strava.activities).toHaveLength(2);
});

test('an activity deleted on Strava stays deleted', async () => {
  const bench = await openBench([await fenixRun()]);
  await bench.cli('sync');
  for (const { id } of bench.strava.activities) bench.strava.removeActivity(id);
  expect(json(await bench.cli('sync', '--json', '--since', 'all')).activities).toMatchObject([{ reason: 'uploaded' }]);
  expect(bench.strava.uploads).toHaveLength(1);
});

test('two FITs in one zip of which one is damaged: nothing is uploaded, the reason is kept', async () => {
  const bench = await openBench([
    await fenixRun({ original: await zipOf('garmin-fenix-5-run.fit', 'activity-unexpected-eof.fit') }),
  ]);
  const { code, stdout } = await bench.cli('sync', '--json');
  expect(code).toBe(3);
  expect(JSON.parse(stdout).activities).toMatchObject([{ decision: 'fail', reason: 'failed' }]);
  expect((await bench.cli('sync')).code).toBe(0);
  expect(bench.strava.uploads).toHaveLength(0);
});

async function hash(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readDataFile(file))
    .digest('hex');
}

test('a first run that breaks off on a later page leaves nothing behind', async () => {
  const week = await Promise.all(
    Array.from({ length: 30 }, (_, index) => {
      const start = new Date(START - (index + 1) * 3 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const row = {
        activityId: 500 + index,
        startTimeGMT: start,
        startTimeLocal: start,
        duration: 60,
        elapsedDuration: 60,
      };
      return fenixRun({ row: { ...row, manualActivity: index === 2 } });
    }),
  );
  const bench = await openBench(week);
  bench.strava.faults.add({
    method: 'POST',
    path: POST_UPLOAD,
    effect: { kind: 'answer', status: 429, body: {} },
    after: 4,
  });
  const first = json(await bench.cli('sync', '--json'));
  expect(first.activities).toHaveLength(30);
  bench.clock.advance(3_600_000);
  const second = json(await bench.cli('sync', '--json'));
  expect(second.activities).toHaveLength(30);
  expect(bench.strava.uploads.map(({ externalId }) => externalId).sort()).toEqual(
    week
      .filter(({ row }) => !row.manualActivity)
      .map(({ row }) => `garmin_${row.activityId}`)
      .sort(),
  );
});

test('no to a large upload: nothing goes over, and it says so', async () => {
  const days = Array.from({ length: 25 }, (_, day) => gpxRun(10_000_000_100 + day, START - (day + 1) * 6 * HOUR));
  const bench = await openBench(days);
  const prompts = scriptedPrompts([{ asks: /^Upload 25 activities\?/, answer: false }]);
  const { code, stdout } = await bench.cliOn({ columns: 80, prompts }, 'sync');
  expect(code).toBe(0);
  expect(stdout).toMatch(/25 to upload\.\n(?:.*\n)?Nothing was uploaded\.\n$/);
  expect(bench.strava.uploads).toHaveLength(0);
  expect(JSON.parse((await bench.cli('history', '--json')).stdout).activities).toEqual([]);
});
