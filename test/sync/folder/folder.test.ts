import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FolderSource } from '../../../src/sync/folder/folder-source.ts';
import { fenixRun, openBench } from '../../support/bench.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { fitFile } from '../sandbox/strava/fit-file.ts';

const RECORDING = (name: string) => fileURLToPath(new URL(`../../../src/sync/sandbox/data/${name}`, import.meta.url));

/** A watch's folder with these recordings, by the name that they have there. */
async function watch(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, recording] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await copyFile(RECORDING(recording), join(folder, name));
  }
  return folder;
}

const RUN = { 'A1.FIT': 'garmin-fenix-5-run.fit' };

describe('what a recording says of itself', () => {
  test('start, clock on the wrist, lengths, sport and device, newest first', async () => {
    const folder = await watch({
      ...RUN,
      '2017/b.fit': 'garmin-fenix-5-bike.fit',
      'c.fit': 'activity-large-fenxi2-multisport.fit',
    });
    const { activities } = await new FolderSource(folder).list({ start: 0, limit: 10 });
    const shown = activities.map(
      ({ type, startTimeLocal, elapsedDuration, duration, distance, multisport, hasGps }) => ({
        ...{ type, startTimeLocal, multisport, hasGps },
        elapsed: Math.round(elapsedDuration ?? 0),
        timer: Math.round(duration ?? 0),
        metres: Math.round(distance ?? 0),
      }),
    );
    expect(shown).toMatchInlineSnapshot(`
      [
        {
          "elapsed": 60,
          "hasGps": true,
          "metres": 460,
          "multisport": false,
          "startTimeLocal": "2017-06-12 09:09:22",
          "timer": 60,
          "type": "cycling",
        },
        {
          "elapsed": 57,
          "hasGps": true,
          "metres": 158,
          "multisport": false,
          "startTimeLocal": "2017-06-11 07:34:09",
          "timer": 57,
          "type": "running",
        },
        {
          "elapsed": 21907,
          "hasGps": true,
          "metres": 69831,
          "multisport": true,
          "startTimeLocal": "2015-08-29 10:00:01",
          "timer": 24617,
          "type": "multi_sport",
        },
      ]
    `);
  });

  test('pages and days are honoured', async () => {
    const source = new FolderSource(await watch({ ...RUN, 'b.fit': 'garmin-fenix-5-bike.fit' }));
    expect((await source.list({ start: 1, limit: 10 })).activities).toHaveLength(1);
    expect((await source.list({ start: 0, limit: 10, startDate: '2017-06-12' })).activities).toMatchObject([
      { type: 'cycling' },
    ]);
  });
});

describe('sync --from', () => {
  test('brings over what is there, once, however often and under whatever name', async () => {
    const bench = await openBench();
    const folder = await watch({
      ...RUN,
      'copy of A1.fit': 'garmin-fenix-5-run.fit',
      'b.fit': 'garmin-fenix-5-bike.fit',
    });
    const env = { G2S_GARMIN_API_KEY: '' };
    const dry = await bench.cliOn({ columns: null, env }, 'sync', '--from', folder, '--dry-run');
    expect(dry.stdout).toContain('2 to upload.');
    expect(dry.stdout).toContain(`\`garmin2strava sync --from ${folder}\` does it.`);
    expect(bench.strava.uploads).toHaveLength(0);
    expect((await bench.cliOn({ columns: null, env }, 'sync', '--from', folder)).code).toBe(0);
    expect(bench.strava.activities.map(({ sportType }) => sportType)).toEqual(['Run', 'Ride']);
    await rm(join(folder, 'A1.FIT'));
    const again = await bench.cliOn({ columns: null, env }, 'sync', '--from', folder);
    expect(again.stdout).toContain('Dealt with before: 2 uploaded.');
    expect(bench.strava.uploads).toHaveLength(2);
    expect(bench.garmin.requests).toHaveLength(0);
  });

  test('history and why know it afterwards, without a page at Garmin; the plan tells of no title for many sessions', async () => {
    const bench = await openBench();
    const folder = await watch(RUN);
    await bench.cli('sync', '--from', folder);
    const { stdout } = await bench.cli('history', '--json');
    const [{ garminId, garminUrl }] = JSON.parse(stdout).activities;
    expect({ garminId, garminUrl }).toEqual({ garminId: expect.stringMatching(/^file_/), garminUrl: null });
    expect((await bench.cli('history')).stdout).toContain('2017-06-11 07:34  running  running  uploaded');
    const why = await bench.cli('why', garminId);
    expect(why).toMatchObject({ code: 0, stdout: expect.stringContaining('It is on Strava: uploaded.') });
    expect(why.stdout).not.toContain('connect.garmin.com');
    expect((await bench.cli('push', garminId)).stderr).toContain('sync --from <folder>');
  });

  test('a recording with many sessions becomes many activities', async () => {
    const bench = await openBench();
    const folder = await watch({ 'c.fit': 'activity-large-fenxi2-multisport.fit' });
    expect((await bench.cli('sync', '--from', folder)).stdout).toContain('Done: 1 uploaded');
    expect(bench.strava.activities.length).toBeGreaterThan(1);
  });

  test('files that are broken or no activity are named, and the others go over', async () => {
    const bench = await openBench();
    const folder = await watch({ ...RUN, 'broken.fit': 'activity-unexpected-eof.fit' });
    await writeFile(join(folder, 'text.fit'), 'no FIT');
    await writeFile(join(folder, '._A1.FIT'), 'shadow');
    await symlink('/etc/passwd', join(folder, 'link.fit'));
    const { stdout, code } = await bench.cli('sync', '--from', folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Skipped broken\.fit: The FIT file is damaged/);
    expect(stdout).toMatch(/Skipped text\.fit: /);
    expect(stdout).not.toMatch(/link\.fit|\._A1/);
    expect(bench.strava.uploads).toHaveLength(1);
  });

  test('what Garmin Connect has brought over already is found on Strava, and the other way round', async () => {
    const bench = await openBench([await fenixRun()]);
    await bench.cli('sync');
    const folder = await watch(RUN);
    expect((await bench.cli('sync', '--from', folder)).stdout).toContain('same start and sport');
    expect(bench.strava.uploads).toHaveLength(1);

    const other = await openBench([await fenixRun()]);
    await other.cli('sync', '--from', folder);
    expect((await other.cli('sync')).stdout).toContain('same start and sport');
    expect(other.strava.uploads).toHaveLength(1);
  });

  test('the first sync from Garmin looks back a week as ever, and neither source takes up what the other left open', async () => {
    const bench = await openBench([
      await fenixRun({ row: { startTimeGMT: '2016-01-01 10:00:00', startTimeLocal: '2016-01-01 11:00:00' } }),
    ]);
    const folder = await watch({ 'b.fit': 'garmin-fenix-5-bike.fit' });
    bench.strava.faults.add({ method: 'POST', path: /uploads$/, effect: { kind: 'answer', status: 500 } });
    await bench.cli('sync', '--from', folder);
    expect(bench.strava.activities).toHaveLength(0);
    bench.clock.advance(3_600_000);
    const garmin = await bench.cli('sync');
    expect(garmin.stdout).toContain('Garmin lists nothing new.');
    expect(bench.garmin.count('GET', /download/)).toBe(0);
    await bench.cli('sync', '--from', folder);
    expect(bench.strava.activities).toHaveLength(1);
  });

  test('rules hold, and --json tells the ids', async () => {
    const bench = await openBench();
    const folder = await watch({ ...RUN, 'b.fit': 'garmin-fenix-5-bike.fit' });
    const { stdout } = await bench.cli('sync', '--from', folder, '--exclude-type', 'running', '--json');
    const { activities } = JSON.parse(stdout) as { activities: { garminId: string; reason: string }[] };
    expect(activities.map(({ reason }) => reason)).toEqual(['filtered', 'new']);
    expect(activities[0]?.garminId).toMatch(/^file_[0-9a-f]{16}$/);
    expect(await bench.cli('push', String(activities[0]?.garminId))).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('sync --from <folder>'),
    });
  });

  test('a type takes in its sub-types, though a recording names no parent', async () => {
    const bench = await openBench();
    const folder = await temporaryFolder();
    const startTime = '2026-11-20T06:00:00Z';
    await writeFile(join(folder, 'trail.fit'), fitFile({ startTime, sport: 'running', subSport: 'trail' }));
    await writeFile(join(folder, 'yoga.fit'), fitFile({ startTime, sport: 'training', subSport: 'yoga' }));
    const { stdout } = await bench.cli('sync', '--from', folder, '--type', 'running', '--json');
    const { activities } = JSON.parse(stdout) as { activities: { type: string; reason: string }[] };
    expect(activities.map(({ type, reason }) => [type, reason])).toEqual(
      expect.arrayContaining([
        ['trail_running', 'new'],
        ['yoga', 'filtered'],
      ]),
    );
  });

  test('the plan shows the file, and Strava gives the name', async () => {
    const bench = await openBench();
    const folder = await watch({ 'deep/B7K80215.FIT': 'garmin-fenix-5-bike.fit' });
    const { stdout } = await bench.cli('sync', '--from', folder);
    expect(stdout).toContain('cycling, B7K80215.FIT');
    expect(stdout).not.toContain('file_');
    expect(bench.strava.activities[0]?.name).not.toMatch(/B7K80215|file_/);
  });

  test('a folder that is none, or empty, is told with what to do', async () => {
    const bench = await openBench();
    const empty = await temporaryFolder();
    for (const folder of ['/nowhere', RECORDING('garmin-fenix-5-run.fit'), empty]) {
      const { code, stderr } = await bench.cli('sync', '--from', folder);
      expect(code).toBe(64);
      expect(stderr).toContain('GARMIN/Activity');
    }
  });
});
