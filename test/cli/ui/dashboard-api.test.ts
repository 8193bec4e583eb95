import { expect, test } from 'vitest';
import type { ActivitiesAnswer, ActivityView, PlanAnswer } from '../../../src/cli/ui/api.ts';
import { HOUR, SECOND } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench, START } from '../../support/bench.ts';
import { historicRecord } from '../../support/many-records.ts';
import { ledgerRecord } from '../../support/records.ts';
import { openDashboard, serveDashboardOf, storeOf } from './open-dashboard.ts';
import { type Answer, visit } from './visitor.ts';

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
  expect(plan(answer)).toMatchObject({ schemaVersion: 1, madeAt: '2017-06-13T07:20:00Z', rejected: 0, trouble: null });
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
  const { post, get } = await visit(dashboard);
  const answer = await post('/api/push', { garminId: '10000000001' });
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
  const { post } = await visit(dashboard);
  const answers = await Promise.all(['10000000001', '10000000002'].map((garminId) => post('/api/push', { garminId })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(dashboard.bench.strava.uploads).toHaveLength(2);
});

test('Ctrl-C lets an upload that the page has begun come to its end, and tells the page', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { bench } = dashboard;
  bench.strava.settings.processingMs = 3 * SECOND;
  const { post } = await visit(dashboard);
  const pushed = post('/api/push', { garminId: '10000000001' });
  await expect.poll(() => bench.garmin.requests.length).toBeGreaterThan(0);
  const [answer, { code }] = await Promise.all([pushed, dashboard.end()]);
  expect(JSON.parse(answer.text)).toMatchObject({ activity: { outcome: 'uploaded' } });
  expect(code).toBe(0);
  expect((await storeOf(bench).ledger.get(['10000000001'])).get('10000000001')?.state).toBe('uploaded');
});

test('all that one page asks comes from one reading of the ledger; a change, or a while, makes a new one', async () => {
  const bench = await openBench([await fenixRun()]);
  const { ledger } = storeOf(bench);
  const { get, post } = await visit(await serveDashboardOf(bench));
  const told = async () => (JSON.parse((await get('/api/activities')).text) as ActivitiesAnswer).activities.length;
  expect(await told()).toBe(0);
  await ledger.put(historicRecord(1, START));
  expect(await told()).toBe(0);
  bench.clock.advance(3 * SECOND);
  expect(await told()).toBe(1);
  await post('/api/ignore', { garminId: '10000000001' });
  expect(await told()).toBe(2);
});

test('what is ignored stays away from the next sync, and can still be pushed', async () => {
  const dashboard = await openDashboard([await fenixRun()]);
  const { post } = await visit(dashboard);
  const answer = await post('/api/ignore', { garminId: '10000000001' });
  const { activity } = JSON.parse(answer.text) as { activity: ActivityView };
  expect(brief(activity)).toEqual({
    garminId: '10000000001',
    outcome: 'left-out',
    reason: 'ignored',
    actions: ['push'],
  });
  await dashboard.bench.cli('sync');
  expect(dashboard.bench.strava.uploads).toEqual([]);
  await post('/api/push', { garminId: '10000000001' });
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
  const { post } = await visit(await openDashboard());
  const unknown = await post('/api/push', { garminId: '404' });
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
