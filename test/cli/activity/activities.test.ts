import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench } from '../../support/bench.ts';
import { scriptedPrompts } from '../../support/scripted-prompts.ts';

const RUN = '10000000001';
const RIDE = '10000000002';
const BROKEN = '10000000003';

const LATER = { startTimeGMT: '2017-06-12 05:00:00', startTimeLocal: '2017-06-12 07:00:00' };

/** A run that is uploaded, a ride that Garmin's own link brought, and a file that is broken. */
async function synced() {
  const broken = await fenixRun({
    original: { kind: 'zip', entries: [{ name: 'x.fit', bytes: Buffer.from('no FIT') }] },
    row: { activityId: Number(BROKEN), activityName: 'Broken', ...LATER },
  });
  const bench = await openBench([await fenixRun(), await fenixRide(), broken]);
  bench.strava.addActivity({
    startTime: Date.UTC(2017, 5, 12, 16, 9, 22),
    sportType: 'Ride',
    elapsedTime: 60,
    externalId: 'garmin_ping_281474976710',
  });
  await bench.cli('sync');
  return bench;
}

const posts = ({ strava }: Awaited<ReturnType<typeof synced>>) => strava.count('POST', /uploads$/);

describe('history', () => {
  test('shows what became of each, newest first, at 120 and 80 columns', async () => {
    const { cliOn } = await synced();
    const wide = await cliOn({ columns: 120, env: { NO_COLOR: '1' } }, 'history');
    const narrow = await cliOn({ columns: 80, env: { NO_COLOR: '1' } }, 'history', '--limit', '2');
    expect(wide.stdout).toMatchInlineSnapshot(`
      "ID           WHEN              NAME         SPORT    STATE      DETAILS
      10000000002  2017-06-12 18:09  Ride home    cycling  on Strava
                   same start and sport, came through Garmin's own link to Strava
                   https://www.strava.com/activities/16500000001
      10000000003  2017-06-12 07:00  Broken       running  failed     Garmin's zip holds no FIT, GPX or TCX recording (x.fit).
      10000000001  2017-06-11 16:34  Evening run  running  uploaded   https://www.strava.com/activities/16500000002
      "
    `);
    expect(narrow.stdout).toMatchInlineSnapshot(`
      "ID           WHEN              NAME       SPORT    STATE
      10000000002  2017-06-12 18:09  Ride home  cycling  on Strava
                   same start and sport, came through Garmin's own link to Strava
                   https://www.strava.com/activities/16500000001
      10000000003  2017-06-12 07:00  Broken     running  failed
                   Garmin's zip holds no FIT, GPX or TCX recording (x.fit).
      1 more; --limit 3 shows them all.
      "
    `);
  });

  test('can be narrowed down, and is JSON for scripts', async () => {
    const { cli } = await synced();
    const { stdout } = await cli('history', '--state', 'failed', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      left: 0,
      activities: [
        { garminId: BROKEN, state: 'failed', garminUrl: `https://connect.garmin.com/modern/activity/${BROKEN}` },
      ],
    });
    expect(JSON.parse((await cli('history', '--type', 'cycling', '--json')).stdout).activities).toHaveLength(1);
    expect(JSON.parse((await cli('history', '--until', '2017-06-11', '--json')).stdout).activities).toHaveLength(1);
    expect((await cli('history', '--state', 'ignored')).stdout).toBe('The ledger has no such activity.\n');
    expect((await cli('history', '--state', 'gone')).code).toBe(64);
  });
});

describe('what has failed', () => {
  test('why says whether it is tried again, and what a person can do', async () => {
    const { cli } = await synced();
    expect((await cli('why', BROKEN)).stdout).toContain(
      `Next: It is not tried again by itself: \`garmin2strava retry ${BROKEN}\` does, \`garmin2strava ignore ${BROKEN}\` leaves it out for good.\n`,
    );
  });

  test('push names the way too, and the sync that failed where to look', async () => {
    const { cli } = await synced();
    const { stderr } = await cli('push', BROKEN);
    expect(stderr).toContain(`\`garmin2strava retry ${BROKEN}\` tries it again, where that may help.\n`);
    expect((await cli('retry')).stdout).toContain(`\`garmin2strava why ${BROKEN}\` says what can be done about it.\n`);
  });
});

describe('why', () => {
  test('goes through the steps and shows what was compared', async () => {
    const bench = await openBench([await fenixRide()]);
    bench.strava.addActivity({
      startTime: Date.UTC(2017, 5, 12, 16, 9, 50),
      sportType: 'Run',
      elapsedTime: 60,
      externalId: null,
      name: 'Jog',
    });
    const { stdout } = await bench.cliOn({ columns: 100, env: { NO_COLOR: '1' } }, 'why', RIDE);
    expect(stdout).toMatchInlineSnapshot(`
      "Ride home, cycling, 2017-06-12 18:09
        https://connect.garmin.com/modern/activity/10000000002

        1. was it dealt with before? no
        2. does a rule of yours keep it away? no
        3. was it typed in by hand, without a recording? no
        4. is it on Strava under its own id? no
        5. does one on Strava begin within two minutes of it, in the same sport? no
        6. does one on Strava overlap it by 70 % or more? no
        7. is it like one on Strava whose start is hidden? no

      It is uploaded by the next sync: not on Strava yet.

      Strava's activities of those days, the nearest first:
        16500000001 Jog (Run): starts 28 s later, another sport, 54 % overlap, no external id
      "
    `);
    expect(bench.strava.uploads).toHaveLength(0);
  });

  test('what the ledger settled costs Strava nothing, unless it is to look again', async () => {
    const { cli, strava } = await synced();
    const before = strava.requests.length;
    const { stdout } = await cli('why', RIDE);
    expect(stdout).toMatchInlineSnapshot(`
      "Ride home, cycling, 2017-06-12 18:09
        https://connect.garmin.com/modern/activity/10000000002
        https://www.strava.com/activities/16500000001

      → 1. was it dealt with before? yes
      · 2. does a rule of yours keep it away?
      · 3. was it typed in by hand, without a recording?
      · 4. is it on Strava under its own id?
      · 5. does one on Strava begin within two minutes of it, in the same sport?
      · 6. does one on Strava overlap it by 70 % or more?
      · 7. is it like one on Strava whose start is hidden?

      It is on Strava already: same start and sport, came through Garmin's own link to Strava.
      \`garmin2strava why 10000000002 --fresh\` compares it with what Strava has now.
      "
    `);
    expect(strava.requests.length).toBe(before);
    const fresh = JSON.parse((await cli('why', RIDE, '--fresh', '--json')).stdout);
    expect(fresh).toMatchObject({
      reason: 'on-strava',
      compared: [{ externalId: 'garmin_ping_281474976710', startsAfter: 0, sameSport: true }],
      ledger: { state: 'on-strava' },
    });
    expect(fresh.steps.map(({ result }: { result: string }) => result)).toEqual([
      'decided',
      ...Array(6).fill('unreached'),
    ]);
    expect(strava.requests.length).toBeGreaterThan(before);
  });

  test('what may be on Strava already is for a person to settle, and it says how', async () => {
    const bench = await openBench([await fenixRide()]);
    bench.strava.addActivity({ startTime: Date.UTC(2017, 5, 12, 16, 6), sportType: 'Ride', elapsedTime: 600 });
    await bench.cli('sync');
    expect((await bench.cli('history')).stdout).toContain('likely on Strava');
    for (const [state, count] of [
      ['likely-duplicate', 1],
      ['seen', 1],
    ] as const) {
      const { activities } = JSON.parse((await bench.cli('history', '--state', state, '--json')).stdout);
      expect(activities).toHaveLength(count);
    }
    expect((await bench.cli('why', RIDE)).stdout).toContain(
      `Next: \`garmin2strava push ${RIDE} --force\` uploads it all the same, \`garmin2strava ignore ${RIDE}\` settles it.`,
    );
  });

  test('one that is older than what a sync looks at is promised to no sync', async () => {
    const { cli, clock } = await openBench([await fenixRun()]);
    clock.advance(30 * DAY);
    const { stdout } = await cli('why', RUN);
    expect(stdout).toContain('older than what a sync looks at by itself');
    expect(stdout).toContain(`\`garmin2strava push ${RUN}\` uploads it, \`garmin2strava sync --since 2017-06-11\``);
    expect(JSON.parse((await cli('why', RUN, '--json')).stdout)).toMatchObject({ isBeyondSync: true });
    expect((await cli('sync', '--since', '2017-06-11')).code).toBe(0);
    expect(JSON.parse((await cli('why', RUN, '--json')).stdout)).toMatchObject({ isBeyondSync: false });
  });

  test('takes addresses, and says so where it knows nothing of an id', async () => {
    const { cli, strava } = await synced();
    const [uploaded] = strava.activities.filter(({ externalId }) => externalId?.startsWith(`garmin_${RUN}`));
    for (const address of [
      `https://connect.garmin.com/modern/activity/${RUN}`,
      `https://connect.garmin.com/app/activity/${RUN}?x=1`,
      `https://www.strava.com/activities/${uploaded?.id}`,
    ]) {
      expect((await cli('why', address)).stdout).toContain('Evening run');
    }
    expect(await cli('why', '77')).toMatchObject({ code: 64, stderr: expect.stringContaining('77') });
    expect(await cli('why', 'no id at all')).toMatchObject({ code: 64 });
    expect(await cli('why', 'https://www.strava.com/activities/1')).toMatchObject({ code: 64 });
  });
});

describe('push', () => {
  test('uploads one that is older than any sync would look, and nothing else', async () => {
    const bench = await openBench([await fenixRun(), await fenixRide()]);
    bench.clock.advance(30 * DAY);
    const { code, stdout } = await bench.cli('push', RUN);
    expect(code).toBe(0);
    expect(stdout).toContain('Done: 1 uploaded, 0 skipped.');
    expect(bench.strava.uploads.map(({ externalId }) => externalId)).toEqual([`garmin_${RUN}`]);
    // It is no first run: the horizon of the first sync is not moved by it.
    await bench.cli('sync');
    expect(bench.strava.uploads).toHaveLength(1);
  });

  test('says why not, and does it all the same with --force; Strava still refuses what it has', async () => {
    const bench = await synced();
    const before = posts(bench);
    const told = await bench.cli('push', RIDE);
    expect(told.stdout).toContain("came through Garmin's own link to Strava");
    expect(posts(bench)).toBe(before);
    const forced = await bench.cli('push', RIDE, '--force');
    expect(posts(bench)).toBe(before + 1);
    expect(forced.stdout).toContain('Done: 0 uploaded, 1 skipped.');
    expect(JSON.parse((await bench.cli('why', RIDE, '--json')).stdout).reason).toBe('duplicate');
  });

  test('--force brings back what was deleted on Strava', async () => {
    const bench = await synced();
    bench.strava.settings.checksDuplicates = false;
    await bench.cli('push', RUN, '--force', '--yes');
    expect(bench.strava.activities.filter(({ externalId }) => externalId?.includes(RUN))).toHaveLength(2);
    expect(JSON.parse((await bench.cli('history', '--json', '--state', 'uploaded')).stdout).activities).toHaveLength(1);
  });

  test('asks before a second upload, and takes no for an answer', async () => {
    const bench = await synced();
    const before = posts(bench);
    const prompts = scriptedPrompts([{ asks: /Upload it once more/, answer: false }]);
    const { stdout } = await bench.cliOn({ columns: 80, prompts }, 'push', RUN, '--force');
    expect(stdout).toBe('Nothing was uploaded.\n');
    expect(posts(bench)).toBe(before);
  });

  test('an upload that is underway is not posted again, forced or not', async () => {
    const bench = await openBench([await fenixRun()]);
    bench.strava.settings.processingMs = 10 * MINUTE;
    await bench.cli('sync');
    await bench.cli('push', RUN, '--force', '--yes');
    expect(bench.strava.uploads).toHaveLength(1);
    bench.clock.advance(11 * MINUTE);
    await bench.cli('push', RUN);
    expect(bench.strava.uploads).toHaveLength(1);
    expect(JSON.parse((await bench.cli('history', '--json')).stdout).activities).toMatchObject([{ state: 'uploaded' }]);
  });
});

describe('retry', () => {
  test('what has failed for good costs no request in any run, until it is retried', async () => {
    const bench = await synced();
    const downloads = () => bench.garmin.count('GET', /download/);
    const before = { downloads: downloads(), posts: posts(bench), strava: bench.strava.requests.length };
    for (let run = 0; run < 5; run += 1) {
      bench.clock.advance(13 * HOUR);
      await bench.cli('sync');
    }
    expect({ downloads: downloads(), posts: posts(bench), strava: bench.strava.requests.length }).toEqual(before);
    const { code, stderr } = await bench.cli('retry');
    expect(stderr).toContain('Trying 1 again.');
    expect(code).toBe(3);
    expect(downloads()).toBe(before.downloads + 1);
  });

  test('brings it over when the file is mended, also much later than a sync looks back', async () => {
    const bench = await synced();
    bench.garmin.add(await fenixRun({ row: { activityId: Number(BROKEN), activityName: 'Mended', ...LATER } }));
    bench.strava.settings.checksDuplicates = false;
    bench.clock.advance(60 * DAY);
    const { stdout } = await bench.cli('retry', BROKEN);
    expect(stdout).toContain('Done: 1 uploaded');
  });

  test('--later leaves it to the next run; what has not failed is told', async () => {
    const bench = await synced();
    expect((await bench.cli('retry', RUN)).stdout).toBe(`Activity ${RUN} has not failed.\n`);
    expect((await bench.cli('retry', '--later')).stdout).toBe('1 to be tried again by the next run.\n');
    const before = bench.garmin.count('GET', /download/);
    await bench.cli('sync');
    expect(bench.garmin.count('GET', /download/)).toBe(before + 1);
  });
});

describe('ignore', () => {
  test('keeps an activity away from Strava for good, and can be taken back', async () => {
    const bench = await openBench([await fenixRun(), await fenixRide()]);
    expect((await bench.cli('ignore', RUN)).stdout).toMatchInlineSnapshot(`
      "Evening run is never uploaded. \`garmin2strava ignore 10000000001 --undo\` takes that back.
      "
    `);
    await bench.cli('sync');
    expect(bench.strava.uploads.map(({ externalId }) => externalId)).toEqual([`garmin_${RIDE}`]);
    expect((await bench.cli('ignore', RUN)).stdout).toContain('It is ignored already.');
    bench.clock.advance(20 * DAY);
    expect((await bench.cli('ignore', RUN, '--undo')).stdout).toBe('The next sync decides on it anew.\n');
    await bench.cli('sync', '--since', 'all');
    expect(bench.strava.uploads).toHaveLength(2);
    expect((await bench.cli('ignore', RUN, '--undo')).stdout).toBe(`Activity ${RUN} is not ignored.\n`);
  });

  test('what is on Strava is that again when it is taken back, and is not uploaded a second time', async () => {
    const bench = await openBench([await fenixRun()]);
    await bench.cli('sync');
    expect((await bench.cli('ignore', RUN)).stdout).toContain(
      'Evening run is left alone; what is on Strava stays there.',
    );
    expect((await bench.cli('ignore', RUN, '--undo')).stdout).toBe('It is what it was before: uploaded.\n');
    const { stdout } = await bench.cli('history', '--json');
    expect(JSON.parse(stdout).activities[0]).toMatchObject({ state: 'uploaded', stravaIds: [expect.any(String)] });
    bench.clock.advance(DAY);
    expect((await bench.cli('sync', '--since', 'all')).code).toBe(0);
    expect(bench.strava.uploads).toHaveLength(1);
  });

  test('what is being uploaded is not ignored meanwhile', async () => {
    const bench = await openBench([await fenixRun()]);
    bench.strava.settings.processingMs = 10 * MINUTE;
    await bench.cli('sync');
    expect(await bench.cli('ignore', RUN)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('at this moment'),
    });
  });
});
