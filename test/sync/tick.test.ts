import { expect, onTestFinished, test } from 'vitest';
import { tickReport } from '../../src/aws/lambda/tick-report.ts';
import { NO_CONFIG } from '../../src/sync/config/config.ts';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { runTick, type TickMemory, type TickPorts } from '../../src/sync/tick.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { fenixRide, fenixRun, START } from '../support/bench.ts';
import { countedStore } from '../support/counted-store.ts';
import { manualClock } from '../support/manual-clock.ts';
import { openSandboxAccounts } from '../support/sandbox-accounts.ts';

const LIST = /\/activities\/search\/activities$/;

async function open(activities: readonly SandboxActivity[] = []) {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, activities });
  const strava = await startStravaSandbox({ clock });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const calls: string[] = [];
  const store = countedStore(openMemoryStore(clock), calls);
  const deps = { store, clock, fetch: globalThis.fetch };
  const { refreshToken } = strava.issueTokens();
  const ports: TickPorts = {
    ...(await openSandboxAccounts({ garmin, strava, refreshToken }, deps)),
    store,
    clock,
    readAhead: async () => void calls.push('read-ahead'),
  };
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  const tick = async (dryRun = false, signal = new AbortController().signal) => {
    calls.length = 0;
    const asked = garmin.requests.length + strava.requests.length;
    const startedAt = clock.now();
    const result = await runTick(ports, memory, { dryRun, signal, config: NO_CONFIG });
    const requests = garmin.requests.length + strava.requests.length - asked;
    return { result, requests, store: [...calls], report: tickReport(result, startedAt, clock.now()) };
  };
  return { clock, garmin, strava, memory, tick };
}

test('a new activity is on Strava after one tick; the next one is idle: one request, the store is not asked', async () => {
  const { clock, garmin, strava, tick } = await open([await fenixRun()]);
  const first = await tick();
  expect(first.report).toMatchObject({ result: 'done', uploaded: 1 });
  expect(strava.activities).toHaveLength(1);
  clock.advance(MINUTE);
  const second = await tick();
  expect(second).toMatchObject({ result: { kind: 'idle' }, requests: 1, store: [] });
  // The new one made the first tick look for the end of the list.
  expect(garmin.count('GET', LIST)).toBe(3);
});

test('what a watch brings later is taken within the next tick', async () => {
  const { clock, garmin, strava, tick } = await open([await fenixRun()]);
  await tick();
  garmin.add(await fenixRide());
  clock.advance(MINUTE);
  expect((await tick()).report).toMatchObject({ result: 'done', uploaded: 1 });
  expect(strava.activities).toHaveLength(2);
});

test('after a quarter of an hour an idle tick looks into the table again', async () => {
  const { clock, tick } = await open([await fenixRun()]);
  await tick();
  clock.advance(14 * MINUTE);
  expect((await tick()).store).toEqual([]);
  clock.advance(MINUTE);
  const looked = await tick();
  expect(looked.report).toMatchObject({ result: 'done', uploaded: 0 });
  expect(looked.store[0]).toBe('read-ahead');
});

test('what is unfinished is looked at by every tick until it is settled', async () => {
  const { clock, strava, tick } = await open([await fenixRun()]);
  strava.settings.processingMs = 10 * MINUTE;
  expect((await tick()).report).toMatchObject({ result: 'done', waiting: 1 });
  clock.advance(MINUTE);
  expect((await tick()).report).toMatchObject({ waiting: 1 });
  clock.advance(10 * MINUTE);
  expect((await tick()).report.result).toBe('done');
  expect(strava.uploads).toHaveLength(1);
  clock.advance(MINUTE);
  expect((await tick()).report.result).toBe('idle');
});

test('a dry run tells what would be done and does nothing', async () => {
  const { strava, tick } = await open([await fenixRun()]);
  const { report } = await tick(true);
  expect(report).toMatchObject({ result: 'planned', toUpload: 1, activities: [{ decision: 'upload', reason: 'new' }] });
  expect(strava.uploads).toHaveLength(0);
});

test('out of time: no new work is begun, and the next tick does it', async () => {
  const { clock, strava, tick } = await open([await fenixRun(), await fenixRide()]);
  const late = new AbortController();
  late.abort();
  const first = await tick(false, late.signal);
  expect(first.report).toMatchObject({ uploaded: 0, note: 'Out of time; the next run goes on.' });
  expect(strava.uploads).toHaveLength(0);
  clock.advance(MINUTE);
  expect((await tick()).report).toMatchObject({ uploaded: 2 });
});

test('trouble is told, not thrown, and over by itself', async () => {
  const { clock, garmin, strava, tick } = await open([await fenixRun()]);
  garmin.settings.keyRevoked = true;
  const refused = await tick();
  expect(refused.report).toMatchObject({ result: 'trouble', trouble: { code: 'GARMIN_AUTH_REJECTED' } });
  clock.advance(MINUTE);
  // A dead login is not asked about again until somebody mends it, or an hour has passed.
  expect((await tick()).requests).toBe(0);
  garmin.settings.keyRevoked = false;
  clock.advance(HOUR);
  strava.settings.inactive = true;
  expect((await tick()).report).toMatchObject({ trouble: { code: 'STRAVA_APP_INACTIVE' } });
  strava.settings.inactive = false;
  clock.advance(MINUTE);
  expect((await tick()).report).toMatchObject({ result: 'done', uploaded: 1 });
});
