import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { actionsFor, SportsSchema } from '../../src/sync/actions.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench } from '../support/bench.ts';

async function withConfig(text: string, ...activities: Parameters<typeof openBench>[0] & object) {
  const bench = await openBench(activities.length > 0 ? activities : [await fenixRun(), await fenixRide()]);
  const file = join(bench.home, 'default', 'config.yaml');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return bench;
}

test('the type itself goes before a type that takes it in, and that before all', () => {
  const sports = v.parse(SportsSchema, {
    trail_running: { gear: 'Trail shoes' },
    running: { gear: 'Road shoes', commute: false },
    all: { gear: 'None', mute: true },
  });
  const of = (type: string, parentTypeId: number) => actionsFor(sports, { type, parentTypeId });
  expect(of('trail_running', 1)).toEqual({ gear: 'Trail shoes', commute: false, mute: true });
  expect(of('running', 17)).toEqual({ gear: 'Road shoes', commute: false, mute: true });
  expect(of('cycling', 17)).toEqual({ gear: 'None', mute: true });
});

test('title, notes, sport, trainer, commute, mute and gear arrive at Strava', async () => {
  const bench = await withConfig(`
sports:
  all: { title: "{name} ({distance})", description: "{type}" }
  running: { sport: TrailRun, commute: true, mute: true, gear: pegasus 41 }
  cycling: { trainer: true, gear: b77 }
`);
  const scopes = ['read', 'activity:read_all', 'activity:write', 'profile:read_all'];
  const env = { G2S_STRAVA_REFRESH_TOKEN: bench.strava.issueTokens(scopes).refreshToken };
  expect((await bench.cliOn({ columns: null, env }, 'sync')).code).toBe(0);
  const [run, ride] = bench.strava.activities;
  expect(run).toMatchObject({
    name: 'Evening run (170 m)',
    description: 'running',
    sportType: 'TrailRun',
    commute: true,
    hideFromHome: true,
    gearId: 'g2001',
  });
  expect(ride).toMatchObject({ name: 'Ride home (310 m)', trainer: true, hideFromHome: false, gearId: 'b77' });
});

test('a dry run shows what is set on Strava, and nothing of it for what stays away or has many legs', async () => {
  const bench = await withConfig(
    `
rules: { exclude-type: yoga }
sports:
  all: { title: "{name} ({distance})", description: "{type}" }
  running: { sport: TrailRun, commute: true, mute: true, gear: pegasus 41 }
  cycling: { trainer: true, commute: false }
`,
    await fenixRun(),
    await fenixRide(),
    await fenixRun({ row: { activityId: 10000000003, activityType: { typeKey: 'yoga' } } }),
    await fenixRun({ row: { activityId: 10000000004, activityType: { typeKey: 'multi_sport' }, isParent: true } }),
  );
  const { stdout } = await bench.cli('sync', '--dry-run', '--since', 'all');
  expect(stdout).toMatchInlineSnapshot(`
    "WHEN              NAME         SPORT        DISTANCE  ACTION  WHY
    2017-06-11 16:34  Evening run  yoga           0.2 km  skip    type yoga is excluded (rule exclude-type)
    2017-06-11 16:34  Evening run  running        0.2 km  upload  not on Strava yet; title “Evening run (170 m)”, a description, sport TrailRun, gear pegasus 41, commute, mute
    2017-06-11 16:34  Evening run  multi_sport    0.2 km  upload  not on Strava yet; title and sport as Strava gives them
    2017-06-12 18:09  Ride home    cycling        0.3 km  upload  not on Strava yet; title “Ride home (310 m)”, a description, trainer

    3 to upload.
    Dry run: nothing was changed. \`garmin2strava sync --since all\` does it.
    "
  `);
});

test('gear that Strava does not know is told, and the activity is there all the same', async () => {
  const bench = await withConfig('sports: { all: { gear: Nothing of mine } }', await fenixRun());
  const scopes = ['read', 'activity:read_all', 'activity:write', 'profile:read_all'];
  const env = { G2S_STRAVA_REFRESH_TOKEN: bench.strava.issueTokens(scopes).refreshToken };
  const { code, stderr } = await bench.cliOn({ columns: null, env }, 'sync');
  expect(code).toBe(0);
  expect(stderr).toContain('(Strava knows no gear Nothing of mine)');
  expect(bench.strava.activities).toHaveLength(1);
  const { activities } = JSON.parse((await bench.cli('history', '--json')).stdout);
  expect(activities).toMatchObject([{ state: 'uploaded', detail: 'uploaded; Strava knows no gear Nothing of mine' }]);
});

test('a login that may not see gear is told how to get the permission, where the upload is told', async () => {
  const bench = await withConfig('sports: { all: { gear: Pegasus 41 } }', await fenixRun());
  const { refreshToken } = bench.strava.issueTokens(['read', 'activity:read_all', 'activity:write']);
  const env = { G2S_STRAVA_REFRESH_TOKEN: refreshToken };
  const { stderr } = await bench.cliOn({ columns: null, env }, 'sync');
  expect(stderr).toMatch(/activities\/\d+ \(Strava shows this login no gear, .*`garmin2strava auth strava` asks/);
});

test('while Strava does not take the change, the next run tries it again, without a second upload', async () => {
  const bench = await withConfig('sports: { all: { mute: true } }', await fenixRun());
  const refusing = { method: 'PUT', path: /activities/, effect: { kind: 'answer', status: 500 }, times: 1e6 } as const;
  bench.strava.faults.add(refusing);
  await bench.cli('sync');
  expect(bench.strava.activities).toMatchObject([{ hideFromHome: false }]);
  bench.strava.faults.clear();
  bench.clock.advance(10 * MINUTE);
  await bench.cli('sync');
  expect(bench.strava.activities).toMatchObject([{ hideFromHome: true }]);
  expect(bench.strava.uploads).toHaveLength(1);
});

test('after an hour of that the activity stays as it is, and the history says so', async () => {
  const bench = await withConfig('sports: { all: { mute: true } }', await fenixRun());
  bench.strava.faults.add({ method: 'PUT', path: /activities/, effect: { kind: 'answer', status: 500 }, times: 1e6 });
  await bench.cli('sync');
  bench.clock.advance(2 * HOUR);
  await bench.cli('sync');
  const { activities } = JSON.parse((await bench.cli('history', '--json')).stdout);
  expect(activities).toMatchObject([{ state: 'uploaded', detail: expect.stringContaining('could not be set') }]);
});

test('mute is set on an upload whose answer was lost', async () => {
  const bench = await withConfig('sports: { all: { mute: true } }', await fenixRun());
  bench.strava.faults.add({ method: 'POST', path: /uploads$/, effect: { kind: 'lose-answer' } });
  await bench.cli('sync');
  bench.clock.advance(2 * MINUTE);
  expect(bench.strava.activities).toMatchObject([{ hideFromHome: false }]);
  await bench.cli('sync');
  expect(bench.strava.activities).toMatchObject([{ hideFromHome: true }]);
  expect(bench.strava.uploads).toHaveLength(1);
});

test('mute is set on an upload that was given up and is found when a person retries it', async () => {
  const bench = await withConfig('sports: { all: { mute: true } }', await fenixRun());
  bench.strava.settings.processingMs = 48 * HOUR;
  await bench.cli('sync');
  bench.clock.advance(25 * HOUR);
  await bench.cli('sync');
  bench.clock.advance(25 * HOUR);
  await bench.cli('retry', '10000000001');
  await bench.cli('sync');
  expect(bench.strava.activities).toMatchObject([{ hideFromHome: true }]);
  expect(bench.strava.uploads).toHaveLength(1);
});

describe('another recording of the same workout', () => {
  const zwift = { startTime: Date.UTC(2017, 5, 12, 16, 6), sportType: 'VirtualRide', elapsedTime: 600 };

  test('stays the only one where its device is preferred, whatever is done with likely duplicates', async () => {
    const bench = await withConfig('prefer: zwift\non-likely-duplicate: upload\n', await fenixRide());
    bench.strava.addActivity({ ...zwift, externalId: 'zwift-activity-1.fit' });
    const { stdout } = await bench.cli('sync');
    expect(stdout).toContain('zwift has recorded it too, which you prefer');
    expect(bench.strava.uploads).toHaveLength(0);
  });

  test('of another device is a likely duplicate as ever', async () => {
    const bench = await withConfig('prefer: [Wahoo]\non-likely-duplicate: upload\n', await fenixRide());
    bench.strava.addActivity({ ...zwift, externalId: 'zwift-activity-1.fit' });
    await bench.cli('sync');
    expect(bench.strava.uploads).toHaveLength(1);
  });
});
