import { mkdir, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type {
  ActivitiesAnswer,
  ActivityView,
  ChangeAnswer,
  PlanAnswer,
  ProblemAnswer,
} from '../../../src/cli/ui/api.ts';
import { HOUR, SECOND } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench, START, zipOf } from '../../support/bench.ts';
import { historicRecord } from '../../support/many-records.ts';
import { ledgerRecord } from '../../support/records.ts';
import { openDashboard, serveDashboardOf, storeOf } from './open-dashboard.ts';
import { type Answer, NEW, visit } from './visitor.ts';

const HOSTILE = `</td><script>alert(1)</script><img src=x onerror="alert(1)">'`;

function plan({ text }: Answer): PlanAnswer {
  return JSON.parse(text) as PlanAnswer;
}

function brief({ garminId, outcome, reason, actions }: ActivityView) {
  return { garminId, outcome, reason, actions };
}

test('a plan is a dry run: it tells what a sync would do and leaves no trace', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { post } = await visit(dashboard);
  const answer = await post('/api/plan', { since: null });
  expect(answer.status).toBe(200);
  expect(plan(answer)).toMatchObject({
    schemaVersion: 1,
    madeAt: '2017-06-13T07:20:00Z',
    since: null,
    rejected: 0,
    trouble: null,
  });
  expect(plan(answer).activities.map(brief)).toEqual([
    { garminId: '10000000002', outcome: 'planned', reason: 'new', actions: ['push', 'ignore'] },
    { garminId: '10000000001', outcome: 'planned', reason: 'new', actions: ['push', 'ignore'] },
  ]);
  expect(dashboard.bench.strava.uploads).toEqual([]);
  expect(await storeOf(dashboard.bench).ledger.get(['10000000001', '10000000002'])).toEqual(new Map());
});

test('a plan goes as far back as it is told', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { post } = await visit(dashboard);
  const since = async (text: string) => plan(await post('/api/plan', { since: text })).activities.length;
  expect([await since('1d'), await since('30d'), await since('all')]).toEqual([1, 2, 2]);
  const wrong = await post('/api/plan', { since: 'yesterday' });
  expect(wrong.status).toBe(400);
  expect(JSON.parse(wrong.text)).toMatchObject({
    error: { code: 'USAGE', message: '--since does not understand yesterday.' },
  });
});

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
  bench.strava.settings.processingMs = 3 * SECOND;
  const { press } = await visit(dashboard);
  const first = press('push', '10000000001');
  await expect.poll(() => bench.garmin.requests.length).toBeGreaterThan(0);
  const second = press('push', '10000000002');
  const third = press('ignore', '10000000002');
  const [pushed, waiting, ignored, { code, stderr }] = await Promise.all([first, second, third, dashboard.end()]);
  expect(JSON.parse(pushed.text)).toMatchObject({ activity: { outcome: 'uploaded' } });
  for (const { status, text } of [waiting, ignored]) {
    expect(status).toBe(503);
    expect(JSON.parse(text)).toMatchObject({
      error: { code: 'INTERRUPTED', hint: expect.stringContaining('garmin2strava ui') },
    });
  }
  expect(code).toBe(130);
  expect(stderr).toContain('`garmin2strava ui` opens it again.');
  expect([...(await storeOf(bench).ledger.get(['10000000001', '10000000002'])).keys()]).toEqual(['10000000001']);
  expect(bench.strava.uploads).toHaveLength(1);
});

test('after Ctrl-C nothing new is taken on', async () => {
  const dashboard = await openDashboard([await fenixRun(), await fenixRide()]);
  const { bench } = dashboard;
  bench.strava.settings.processingMs = 3 * SECOND;
  const { press, post } = await visit(dashboard);
  const first = press('push', '10000000001');
  await expect.poll(() => bench.garmin.requests.length).toBeGreaterThan(0);
  const ending = dashboard.end();
  const late = await Promise.all([press('push', '10000000002'), post('/api/plan', { since: null })]);
  expect(late.map(({ status }) => status)).toEqual([503, 503]);
  expect((await first).status).toBe(200);
  await ending;
  expect(bench.strava.uploads).toHaveLength(1);
});

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
  expect(row).toMatchObject({ outcome: 'waiting', reason: 'likely on Strava already' });
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

test('what failed and is tried again counts as waiting, in the first sentence, the ledger and the list alike', async () => {
  const bench = await openBench();
  const { ledger } = storeOf(bench);
  await ledger.put(ledgerRecord({ garminId: '1', state: 'failed', detail: 'Strava is down', retryAt: START + HOUR }));
  const one = await visit(await serveDashboardOf(bench));
  expect(one.page.text).toContain('<h1>All is well</h1>');
  expect(one.page.text).toContain('0 of 1 known activity is on Strava. 1 is tried again.');
  expect(JSON.parse((await one.get('/api/activities')).text)).toMatchObject({ activities: [{ outcome: 'waiting' }] });
  await ledger.put(ledgerRecord({ garminId: '2', state: 'failed', detail: 'broken', retryAt: null }));
  const { page, get } = await visit(await serveDashboardOf(bench));
  expect(page.text).toContain('<h1>1 activity failed</h1>');
  const overview = await get('/api/overview');
  expect(JSON.parse(overview.text)).toMatchObject({ ledger: { total: 2, states: { failed: 1, retrying: 1 } } });
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

test('trouble comes with its code, its own words and the next step', async () => {
  const dashboard = await openDashboard();
  const { post } = await visit(dashboard);
  dashboard.bench.garmin.settings.keyRevoked = true;
  const locked = await post('/api/plan', { since: null });
  expect(locked.status).toBe(409);
  expect(JSON.parse(locked.text)).toMatchObject({
    schemaVersion: 1,
    error: { code: 'GARMIN_AUTH_REJECTED', hint: expect.stringContaining('garmin2strava auth garmin') },
  });
});

test('an id that nobody knows is said', async () => {
  const { press } = await visit(await openDashboard());
  const unknown = await press('push', '404');
  expect(unknown.status).toBe(400);
  expect(JSON.parse(unknown.text)).toMatchObject({ schemaVersion: 1, error: { code: 'USAGE' } });
});

test('the overview tells accounts, quota, runs and ledger without asking a service, and no secret', async () => {
  const bench = await openBench();
  const store = storeOf(bench);
  for (let index = 0; index < 30; index += 1) await store.ledger.put(historicRecord(index, START));
  const quota = { limit15m: 200, used15m: 150, limitDay: 2_000, usedDay: 300 };
  await store.documents.write('state/quota', { at: START, overall: quota, read: quota }, 0);
  const trouble = { code: 'X', message: 'Garmin is down.', next: 'Wait a little.', since: START - HOUR };
  const run = { lastRunAt: START, lastSuccessAt: null, lastUploadAt: null, uploaded: 7, trouble };
  await store.documents.write('state/status', run, 0);
  const { page, get } = await visit(await serveDashboardOf(bench));
  const overview = await get('/api/overview');
  expect(JSON.parse(overview.text)).toMatchObject({
    schemaVersion: 1,
    profile: 'default',
    accounts: [
      { service: 'garmin', health: 'ok' },
      { service: 'strava', health: 'ok' },
    ],
    quota: { overall: quota },
    run: { uploaded: 7, trouble: { message: 'Garmin is down.' } },
    ledger: { total: 30, states: { uploaded: 19, 'on-strava': 7, failed: 1 } },
  });
  expect(page.text).toContain('The last run met trouble');
  expect(page.text).toContain('aria-valuetext="150 of 200"');
  const secrets = [bench.garmin.apiKey, bench.env['G2S_STRAVA_CLIENT_SECRET'], bench.env['G2S_STRAVA_REFRESH_TOKEN']];
  for (const secret of secrets) expect(page.text + overview.text).not.toContain(secret);
  expect([...bench.garmin.requests, ...bench.strava.requests]).toEqual([]);
});

test('a login that is missing heads the page, with the command that heals it', async () => {
  const bench = await openBench();
  const env = { G2S_STRAVA_REFRESH_TOKEN: '', G2S_GARMIN_API_KEY: '' };
  const { page } = await visit(
    await serveDashboardOf({ ...bench, cliOn: (it, ...args) => bench.cliOn({ ...it, env }, ...args) }),
  );
  expect(page.text).toContain('Connect Garmin and Strava first');
  expect(page.text).toContain('<code>garmin2strava auth garmin</code>');
});

test('hostile names are texts in the page and in the JSON', async () => {
  const bench = await openBench();
  const record = ledgerRecord({ garminId: '1', state: 'failed', detail: HOSTILE });
  await storeOf(bench).ledger.put({ ...record, activity: { ...record.activity, name: HOSTILE } });
  const trouble = { code: 'X', message: HOSTILE, next: `\`${HOSTILE}\``, since: START };
  const run = { lastRunAt: START, lastSuccessAt: null, lastUploadAt: null, uploaded: 0, trouble };
  await storeOf(bench).documents.write('state/status', run, 0);
  const { page, get } = await visit(await serveDashboardOf(bench));
  expect(page.text).toContain('&lt;script&gt;alert(1)');
  expect(page.text).not.toMatch(/<script>|<img/);
  const answer = await get('/api/activities');
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect((JSON.parse(answer.text) as ActivitiesAnswer).activities[0]?.name).toBe(HOSTILE);
});

test('3,000 activities are told within the time of a click', async () => {
  const bench = await openBench();
  const { ledger } = storeOf(bench);
  for (let start = 0; start < 3_000; start += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => ledger.put(historicRecord(start + index, START))));
  }
  const { get } = await visit(await serveDashboardOf(bench));
  const { activities } = JSON.parse((await get('/api/activities')).text) as ActivitiesAnswer;
  expect(activities).toHaveLength(3_000);
  const starts = activities.map(({ start }) => start);
  expect(starts).toEqual([...starts].sort().reverse());
}, 60_000);
