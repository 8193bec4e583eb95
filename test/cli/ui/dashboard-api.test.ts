import { expect, test } from 'vitest';
import type { ActivitiesAnswer } from '../../../src/cli/ui/api.ts';
import { HOUR } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench, START } from '../../support/bench.ts';
import { historicRecord } from '../../support/many-records.ts';
import { ledgerRecord } from '../../support/records.ts';
import { openDashboard, serveDashboardOf, storeOf } from './open-dashboard.ts';
import { brief, plan, visit } from './visitor.ts';

const HOSTILE = `</td><script>alert(1)</script><img src=x onerror="alert(1)">'`;

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
