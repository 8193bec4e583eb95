import { expect, onTestFinished, test } from 'vitest';
import { QuotaBudget } from '../../../src/sync/quota-budget.ts';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { parseActivities, parseUploadStatus } from '../../../src/sync/strava/strava-rows.ts';
import { StravaTarget } from '../../../src/sync/strava/strava-target.ts';
import { DAY, HOUR, MINUTE } from '../../../src/sync/time.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { NOON } from '../../support/records.ts';

async function open(timeouts = { read: 5_000, upload: 5_000 }) {
  const clock = manualClock(NOON);
  const strava = await startStravaSandbox({ clock });
  onTestFinished(() => strava.close());
  const token = { ...strava.issueTokens(), problem: null, problemAt: null, seed: null };
  const tokens = { token: async () => token, replace: async () => token };
  const { documents } = openMemoryStore(clock);
  const budget = new QuotaBudget({ documents, clock, reservedReads: 0, readOnly: false });
  const target = new StravaTarget({ apiUrl: strava.apiUrl, tokens, clock, budget, fetch: globalThis.fetch, timeouts });
  return { strava, target };
}

const WINDOW = { from: NOON - DAY, until: NOON + DAY };
const FILE = { externalId: 'garmin_1', format: 'fit', bytes: new Uint8Array([14]) } as const;

test('a list is read page by page until one is empty', async () => {
  const { strava, target } = await open();
  for (let index = 0; index < 201; index += 1) strava.addActivity({ startTime: NOON + index * MINUTE });
  strava.addActivity({ startTime: NOON + 2 * DAY });
  expect(await target.list(WINDOW)).toHaveLength(201);
  expect(strava.count('GET', /activities$/)).toBe(3);
});

test('the quota is what the answers say; an upload tells nothing about reads', async () => {
  const { target } = await open();
  expect(target.quota()).toBeNull();
  await target.upload(FILE);
  expect(target.quota()).toEqual({ overall: { limit15m: 200, used15m: 1, limitDay: 2_000, usedDay: 1 }, read: null });
  await target.list(WINDOW);
  expect(target.quota()?.read).toEqual({ limit15m: 100, used15m: 1, limitDay: 1_000, usedDay: 1 });
  await target.upload(FILE);
  expect(target.quota()?.read).toMatchObject({ used15m: 1 });
});

test.each([
  [
    'a current 429',
    { message: 'Rate Limit Exceeded', errors: [{ resource: 'Application', field: 'rate limit', code: 'exceeded' }] },
  ],
  ['an old 429', { errors: 'Rate Limit Exceeded', status: 429, message: 'Too Many Requests' }],
])('%s ends at the quarter hour', async (_, body) => {
  const { strava, target } = await open();
  strava.faults.add({ path: /activities$/, effect: { kind: 'answer', status: 429, body } });
  await expect(target.list(WINDOW)).rejects.toMatchObject({ code: 'RATE_LIMITED', until: NOON + 15 * MINUTE });
});

test.each([
  ['a cut connection', { kind: 'reset' }, 'unknown'],
  ['a lost answer', { kind: 'lose-answer' }, 'unknown'],
  ['no answer in time', { kind: 'hang' }, 'unknown'],
  ['a 502 page', { kind: 'answer', status: 502, body: '<html></html>' }, 'unknown'],
  ['a page with status 201', { kind: 'answer', status: 201, body: '<html></html>' }, 'unknown'],
  ['a redirect', { kind: 'answer', status: 302, headers: { Location: '/elsewhere' } }, 'refused'],
] as const)('an upload that meets %s: its outcome is %3$s', async (_, effect, outcome) => {
  const { strava, target } = await open(effect.kind === 'hang' ? { read: 5_000, upload: 50 } : undefined);
  strava.faults.add({ path: /uploads$/, effect });
  await expect(target.upload(FILE)).rejects.toMatchObject({ code: 'SERVICE_TROUBLE', outcome });
});

test('nobody listens: the upload was never sent', async () => {
  const { strava, target } = await open();
  await strava.close();
  onTestFinished(() => undefined);
  await expect(target.upload(FILE)).rejects.toMatchObject({ code: 'SERVICE_TROUBLE', outcome: 'refused' });
});

test('an empty file is not sent', async () => {
  const { strava, target } = await open();
  await expect(target.upload({ ...FILE, bytes: new Uint8Array() })).rejects.toMatchObject({ code: 'FILE_BROKEN' });
  expect(strava.requests).toHaveLength(0);
});

test('an upload that Strava forgot is unknown, not failed', async () => {
  const { target } = await open();
  expect(await target.uploadStatus('123')).toEqual({ kind: 'unknown' });
});

const NGINX = '<html><head><title>413 Request Entity Too Large</title></head></html>';
test.each([
  ['a page that says too large', 413, NGINX, 'Strava refuses the file: it is too large (status 413)'],
  [
    'an upload with an error',
    400,
    {
      id: 1,
      error: 'The <b>upload</b> appears to be malformed',
      status: 'There was an error processing your activity.',
    },
    'Strava says: The upload appears to be malformed',
  ],
  [
    'an upload with a status in markup',
    400,
    { error: null, status: '<p>No time in it</p>', activity_id: null },
    'Strava says: No time in it',
  ],
  [
    'named faults',
    400,
    { message: 'Bad Request', errors: [{ resource: 'Upload', field: 'file', code: 'invalid' }] },
    'Strava refuses the file: Upload/file/invalid',
  ],
])('a file that is answered with %s is refused for good', async (_, status, body, message) => {
  const { strava, target } = await open();
  strava.faults.add({ path: /uploads$/, effect: { kind: 'answer', status, body } });
  await expect(target.upload(FILE)).rejects.toMatchObject({ code: 'FILE_REFUSED', message });
});

test('a duplicate that is told at once is one', async () => {
  const { strava, target } = await open();
  const body = { id: 1, error: 'garmin_1.fit duplicate of activity 8319193780', activity_id: null };
  strava.faults.add({ path: /uploads$/, effect: { kind: 'answer', status: 400, body } });
  expect(await target.upload(FILE)).toEqual({ kind: 'duplicate', stravaId: '8319193780' });
});

const PROCESSING = 'Your activity is still being processed.';
test.each([
  ['processing', { id: 1, error: null, status: PROCESSING, activity_id: null }, { kind: 'pending' }],
  [
    'ready',
    { id: 1, error: null, status: 'Your activity is ready.', activity_id: 8319193780 },
    { kind: 'created', stravaId: '8319193780' },
  ],
  [
    'plain duplicate',
    { error: '17611540601.tcx duplicate of activity 8319193780' },
    { kind: 'duplicate', stravaId: '8319193780' },
  ],
  [
    'duplicate with a link',
    { error: "x.fit duplicate of <a href='/activities/18106372042' target='_blank'>Cycle</a>" },
    { kind: 'duplicate', stravaId: '18106372042' },
  ],
  ['duplicate of something', { error: 'x.fit is a duplicate' }, { kind: 'duplicate', stravaId: null }],
  [
    'deleted, with no error',
    { error: null, status: 'The created activity has been deleted.' },
    { kind: 'failed', detail: 'Strava says: The created activity has been deleted.' },
  ],
  [
    'malformed, with markup',
    { error: 'The <b>upload</b> appears to be malformed &amp; broken' },
    { kind: 'failed', detail: 'Strava says: The upload appears to be malformed & broken' },
  ],
  ['a success beside an error', { error: 'x', activity_id: 5 }, { kind: 'created', stravaId: '5' }],
])('the state of an upload: %s', (_, body, status) => {
  expect(parseUploadStatus(body)).toEqual(status);
});

test('a row that cannot be read is left out, a web page is no list', () => {
  const row = {
    id: 1,
    start_date: '2026-11-20T12:00:00Z',
    start_date_local: '2026-11-20T13:00:00Z',
    sport_type: 'Run',
  };
  const page = parseActivities([row, { id: 2 }, null]);
  expect(page?.rows).toBe(3);
  expect(page?.activities).toMatchObject([{ id: '1', startTime: NOON, startTimeLocal: '2026-11-20T13:00:00' }]);
  expect(parseActivities('<html>')).toBeNull();
});

test('tokens travel in the header only', async () => {
  const { strava, target } = await open();
  await target.list({ from: NOON - HOUR, until: NOON });
  expect(strava.requests.map(({ query }) => query).join()).not.toMatch(/token/);
});
