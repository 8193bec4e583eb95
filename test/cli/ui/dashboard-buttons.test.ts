import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ActivitiesAnswer, ActivityView, ChangeAnswer, ProblemAnswer } from '../../../src/cli/ui/api.ts';
import { HOUR, SECOND } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench, START, zipOf } from '../../support/bench.ts';
import { historicRecord } from '../../support/many-records.ts';
import { type OpenedDashboard, openDashboard, promiseOf, serveDashboardOf, storeOf } from './open-dashboard.ts';
import { brief, NEW, plan, type Visitor, visit } from './visitor.ts';

test('pushing uploads that one activity and nothing else', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { press, get } = await visit(dashboard);
  const answer = await press('push', '10000000001');
  expect(answer.status).toBe(200);
  const { activity } = JSON.parse(answer.text) as { activity: ActivityView };
  expect(brief(activity)).toEqual({ garminId: '10000000001', outcome: 'uploaded', reason: 'uploaded', actions: [] });
  expect(dashboard.bench.strava.uploads.map(({ externalId }) => externalId)).toEqual(['garmin_10000000001']);
  const { activities } = JSON.parse((await get('/api/activities')).text) as ActivitiesAnswer;
  expect(activities.map(brief)).toEqual([brief(activity)]);
  expect(activities[0]?.stravaIds).toEqual(activity.stravaIds);
  expect(activity.stravaIds).toHaveLength(1);
});

test('two pushes at once are done one after the other', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { press } = await visit(dashboard);
  const answers = await Promise.all(['10000000001', '10000000002'].map((garminId) => press('push', garminId)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(dashboard.bench.strava.uploads).toHaveLength(2);
});

test('Ctrl-C lets the upload that is under way come to its end, begins no other, and tells each page', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { bench } = dashboard;
  const { press, post } = await visit(dashboard);
  const { first, release } = await pushUnderWay(dashboard, press);
  const waiting = [press('push', '10000000002'), press('ignore', '10000000002')];
  const ending = dashboard.end();
  const late = [press('push', '10000000002'), post('/api/plan', { since: null })];
  for (const { status, text } of await Promise.all([...waiting, ...late])) {
    expect(status).toBe(503);
    const hint = expect.stringContaining('garmin2strava ui');
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'INTERRUPTED', hint } });
  }
  release();
  expect(JSON.parse((await first).text)).toMatchObject({ activity: { outcome: 'uploaded' } });
  const { code, stderr } = await ending;
  expect(code).toBe(130);
  expect(stderr).toContain('`garmin2strava ui` opens it again.');
  const { ledger } = storeOf(bench);
  const records = await ledger.get(['10000000001', '10000000002']);
  expect([...records.values()].map(({ garminId, state }) => [garminId, state])).toEqual([['10000000001', 'uploaded']]);
  expect(bench.strava.uploads).toHaveLength(1);
});

/** A push that waits for Strava to process the file until it is released. */
async function pushUnderWay({ bench: { clock, strava } }: OpenedDashboard, press: Visitor['press']) {
  strava.settings.processingMs = 3 * SECOND;
  const { promise: reached, resolve: reach } = promiseOf<void>();
  const { promise: released, resolve: release } = promiseOf<void>();
  clock.onSleep(() => {
    reach();
    return released;
  });
  const first = press('push', '10000000001');
  await reached;
  return { first, release };
}

test.each(['push', 'ignore'] as const)(
  '%s on a page that is behind does nothing, and brings the row as it is',
  async (action) => {
    const dashboard = await openDashboard([await fenixRun()]);
    const { post, press } = await visit(dashboard);
    const [row] = plan(await post('/api/plan', { since: null })).activities;
    expect(row).toMatchObject({ outcome: 'planned', version: null });
    await dashboard.bench.cli('sync');
    const answer = await press(action, '10000000001');
    expect(answer.status).toBe(409);
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { code: 'CHANGED' },
      activity: { garminId: '10000000001', outcome: 'uploaded', actions: [] },
    });
    expect(dashboard.bench.strava.uploads).toHaveLength(1);
    expect((await storeOf(dashboard.bench).ledger.get(['10000000001'])).get('10000000001')?.state).toBe('uploaded');
  },
);

test('what is on Strava is not pushed again, whatever a page claims to have seen', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { press } = await visit(dashboard);
  await dashboard.bench.cli('sync');
  const record = (await storeOf(dashboard.bench).ledger.get(['10000000001'])).get('10000000001');
  const answer = await press('push', '10000000001', { version: record?.version ?? null, overrules: true });
  expect(answer.status).toBe(409);
  await dashboard.bench.cli('ignore', '10000000001');
  const ignored = (await storeOf(dashboard.bench).ledger.get(['10000000001'])).get('10000000001');
  expect(ignored?.state).toBe('ignored');
  const again = await press('push', '10000000001', { version: ignored?.version ?? null, overrules: true });
  expect(JSON.parse(again.text)).toMatchObject({ activity: { reason: 'ignored', actions: [] } });
  expect(dashboard.bench.strava.uploads).toHaveLength(1);
});

test('what a plan leaves out is uploaded by the first press', async () => {
  const bench = await openBench([await fenixRun()]);
  await mkdir(`${bench.home}/default`, { recursive: true });
  await writeFile(`${bench.home}/default/config.yaml`, 'rules:\n  exclude-type: [running]\n');
  const { post, press } = await visit(await serveDashboardOf(bench));
  const [row] = plan(await post('/api/plan', { since: null })).activities;
  expect(row).toMatchObject({ outcome: 'left-out', reason: 'filtered', actions: ['push'] });
  const answer = await press('push', '10000000001', row);
  expect(JSON.parse(answer.text)).toMatchObject({ activity: { outcome: 'uploaded' }, failed: false });
  expect(bench.strava.uploads).toHaveLength(1);
});

test('what is likely on Strava already is uploaded by the first press', async () => {
  const dashboard = await openDashboard([await fenixRide()]);
  const startTime = Date.UTC(2017, 5, 12, 16, 7, 0);
  dashboard.bench.strava.addActivity({ startTime, sportType: 'Ride', elapsedTime: 600 });
  const { post, press } = await visit(dashboard);
  const [row] = plan(await post('/api/plan', { since: null })).activities;
  expect(row).toMatchObject({ outcome: 'left-out', reason: 'likely on Strava already', overrules: true });
  await press('push', '10000000002', row);
  expect(dashboard.bench.strava.uploads).toHaveLength(1);
});

test('what a plan could not decide is decided by the press: what is on Strava is not uploaded', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { strava, clock } = dashboard.bench;
  const startTime = Date.UTC(2017, 5, 11, 14, 34, 9);
  const held = strava.addActivity({ startTime, sportType: 'Run', elapsedTime: 57 });
  const { post, press } = await visit(dashboard);
  strava.settings.readLimit = { quarterHour: 0, day: 1_000 };
  const [row] = plan(await post('/api/plan', { since: null })).activities;
  expect(row).toMatchObject({ outcome: 'waiting', reason: 'waiting for the quota', actions: ['push', 'ignore'] });
  strava.settings.readLimit = { quarterHour: 100, day: 1_000 };
  clock.advance(HOUR);
  const answer = await press('push', '10000000001', row);
  expect(JSON.parse(answer.text)).toMatchObject({ activity: { outcome: 'on-strava', stravaIds: [held] } });
  expect(strava.uploads).toEqual([]);
});

test('a failure that the ledger keeps is said to be one', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  dashboard.bench.strava.settings.outcomes.set('garmin_10000000001', 'malformed');
  const { press } = await visit(dashboard);
  const answer = await press('push', '10000000001');
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toMatchObject({ failed: true, activity: { outcome: 'failed' } });
});

test('of an activity with two files, only the one that failed is uploaded again', async () => {
  const original = await zipOf('garmin-fenix-5-run.fit', 'garmin-fenix-5-bike.fit');
  const dashboard = await openDashboard([await fenixRun({ original })]);
  const { strava } = dashboard.bench;
  strava.settings.outcomes.set('garmin_10000000001-2', 'malformed');
  const { press } = await visit(dashboard);
  const failed = JSON.parse((await press('push', '10000000001')).text) as ChangeAnswer;
  expect(failed).toMatchObject({ failed: true, activity: { outcome: 'failed', actions: ['push', 'ignore'] } });
  strava.settings.outcomes.clear();
  const again = JSON.parse((await press('push', '10000000001', failed.activity)).text) as ChangeAnswer;
  expect(again).toMatchObject({ failed: false, activity: { outcome: 'uploaded' } });
  expect(strava.uploads.map(({ externalId }) => externalId)).toEqual([
    'garmin_10000000001-1',
    'garmin_10000000001-2',
    'garmin_10000000001-2',
  ]);
});

test('a push that the run could not go on with brings the row as it is, and may be repeated on it', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { strava } = dashboard.bench;
  const { press } = await visit(dashboard);
  strava.settings.inactive = true;
  const refused = await press('push', '10000000001');
  expect(refused.status).toBe(409);
  const { error, activity } = JSON.parse(refused.text) as ProblemAnswer;
  expect(error.code).toBe('STRAVA_APP_INACTIVE');
  strava.settings.inactive = false;
  const answer = await press('push', '10000000001', activity ?? NEW);
  expect(JSON.parse(answer.text)).toMatchObject({ failed: false, activity: { outcome: 'uploaded' } });
});

test('all that one page asks comes from one reading of the ledger; a change, or a while, makes a new one', async () => {
  const bench = await openBench([await fenixRun()]);
  const { ledger } = storeOf(bench);
  const { get, press } = await visit(await serveDashboardOf(bench));
  const told = async () => (JSON.parse((await get('/api/activities')).text) as ActivitiesAnswer).activities.length;
  expect(await told()).toBe(0);
  await ledger.put(historicRecord(1, START));
  expect(await told()).toBe(0);
  bench.clock.advance(3 * SECOND);
  expect(await told()).toBe(1);
  await press('ignore', '10000000001');
  expect(await told()).toBe(2);
});

test('what is ignored stays away from the next sync, and can still be pushed', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { press } = await visit(dashboard);
  const answer = await press('ignore', '10000000001');
  const { activity } = JSON.parse(answer.text) as { activity: ActivityView };
  expect(brief(activity)).toEqual({
    garminId: '10000000001',
    outcome: 'left-out',
    reason: 'ignored',
    actions: ['push'],
  });
  await dashboard.bench.cli('sync');
  expect(dashboard.bench.strava.uploads).toEqual([]);
  await press('push', '10000000001', activity);
  expect(dashboard.bench.strava.uploads).toHaveLength(1);
});

test('an id that nobody knows is said', async () => {
  const { press } = await visit(await openDashboard());
  const unknown = await press('push', '404');
  expect(unknown.status).toBe(400);
  expect(JSON.parse(unknown.text)).toMatchObject({ schemaVersion: 1, error: { code: 'USAGE' } });
});
