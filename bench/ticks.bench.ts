import { test } from 'vitest';
import { monthlyCost } from '../src/aws/deploy/cost.ts';
import { noteRun } from '../src/aws/lambda/run-status.ts';
import { tickReport } from '../src/aws/lambda/tick-report.ts';
import { NO_CONFIG } from '../src/sync/config/config.ts';
import { GARMIN_TOKEN } from '../src/sync/garmin/personal-token.ts';
import { pausingSource, pausingTarget } from '../src/sync/pause.ts';
import { startGarminSandbox } from '../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../src/sync/store/memory-store.ts';
import { runTick, type TickMemory } from '../src/sync/tick.ts';
import { HOUR, MINUTE, SECOND } from '../src/sync/time.ts';
import { countedStore } from '../test/support/counted-store.ts';
import { gpxRun } from '../test/support/gpx.ts';
import { manualClock } from '../test/support/manual-clock.ts';
import { ledgerRecord, NOON } from '../test/support/records.ts';
import { openSandboxAccounts } from '../test/support/sandbox-accounts.ts';
import { originalTick } from './original-tick.ts';
import { addRow, times } from './rows.ts';

const FIRST = 10_000_000_000;
const WRITES = /\.(put|write|delete|acquire|renew|release)$/;

/** A deployment with so many activities in its ledger, the newest 20 of them in Garmin's list. */
async function open(records: number) {
  const clock = manualClock(NOON);
  const newest = Array.from({ length: 20 }, (_, at) => gpxRun(FIRST + records - 20 + at, NOON - (20 - at) * HOUR));
  const garmin = await startGarminSandbox({ clock, activities: newest });
  const strava = await startStravaSandbox({ clock });
  const filled = openMemoryStore(clock);
  for (let at = 0; at < records; at += 1) {
    await filled.ledger.put(ledgerRecord({ garminId: String(FIRST + at), state: 'uploaded' }));
  }
  const calls: string[] = [];
  const store = countedStore(filled, calls);
  const tokens = strava.issueTokens();
  const { source, target } = await openSandboxAccounts(
    { garmin, strava, refreshToken: tokens.refreshToken },
    { store, clock, fetch },
  );
  const pause = { documents: store.documents, clock, readOnly: false };
  const ports = {
    source: pausingSource(source, pause),
    target: pausingTarget(target, pause),
    store,
    clock,
    readAhead: async () => void calls.push('read-ahead'),
  };
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  let status: Awaited<ReturnType<typeof noteRun>> = null;
  const tick = async () => {
    clock.advance(MINUTE);
    calls.length = 0;
    const before = { garmin: garmin.requests.length, strava: strava.requests.length };
    const cpu = process.cpuUsage();
    const begun = clock.now();
    const result = await runTick(ports, memory, {
      dryRun: false,
      signal: new AbortController().signal,
      config: NO_CONFIG,
    });
    status = await noteRun(store.documents, tickReport(result, begun, clock.now()), clock.now(), status);
    const { user, system } = process.cpuUsage(cpu);
    return {
      milliseconds: (user + system) / 1_000,
      garmin: garmin.requests.length - before.garmin,
      strava: strava.requests.length - before.strava,
      writes: calls.filter((call) => WRITES.test(call)).length,
      calls: calls.length,
    };
  };
  return { clock, garmin, strava, filled, tokens, tick, close: () => Promise.all([garmin.close(), strava.close()]) };
}

test('ticks', async () => {
  const bench = await open(20);
  const { clock, garmin, strava, tick } = bench;
  await tick();
  for (let warming = 0; warming < 20; warming += 1) await tick();
  const idle = await tick();
  const original = await openOriginal(bench);
  const theirs = await original();
  addRow({
    what: 'warm idle tick: requests, store operations, ms of processor',
    ours: `${idle.garmin + idle.strava}, ${idle.calls}, ${idle.milliseconds.toFixed(1)}`,
    baseline: `the first tool of this kind: ${theirs.requests}, ${theirs.store}, ${theirs.milliseconds.toFixed(1)}`,
    target: '1 request, 0 operations',
    met: idle.garmin + idle.strava === 1 && idle.calls === 0,
  });
  garmin.add(gpxRun(FIRST + 20, clock.now()));
  const added = clock.now();
  const fresh = await tick();
  const [upload] = strava.uploads.slice(-1);
  const latency = ((upload?.receivedAt ?? 0) - added) / SECOND;
  addRow({
    what: 'a new activity: requests at Strava, writes to the store, seconds until it is there beside the minute',
    ours: `${fresh.strava}, ${fresh.writes}, ${Math.max(0, latency - 60).toFixed(0)}`,
    baseline: 'the first tool: 2 and a question each second, 1 write',
    target: '<= 4 requests, <= 4 writes',
    met: fresh.strava <= 4 && fresh.writes <= 4,
  });
  const cost = monthlyCost(1);
  addRow({
    what: 'a month on AWS, without and with the free tier',
    ours: `${cost.list.toFixed(3)}, ${cost.withFreeTier.toFixed(3)} USD`,
    baseline: `list prices of ${cost.pricesOf}`,
    target: '< 0.10 USD without',
    met: cost.list < 0.1,
  });
  await bench.close();
});

/** The same account, as the first tool went about it. */
async function openOriginal({ garmin, strava, tokens, filled, clock }: Awaited<ReturnType<typeof open>>) {
  const stored = (await filled.documents.read(GARMIN_TOKEN))?.value as { readonly accessToken?: string } | undefined;
  const garminToken = stored?.accessToken ?? '';
  for (let at = 0; at < 20; at += 1) strava.addActivity({ startTime: clock.now(), externalId: `${FIRST + at}.fit` });
  let store = 0;
  const touch = async () => {
    store += 1;
    return filled.documents.read('credentials/strava');
  };
  return async () => {
    const before = garmin.requests.length + strava.requests.length;
    const cpu = process.cpuUsage();
    await originalTick({
      garmin,
      strava,
      garminToken,
      stravaToken: tokens.accessToken,
      readToken: touch,
      writeToken: touch,
    });
    const { user, system } = process.cpuUsage(cpu);
    const requests = garmin.requests.length + strava.requests.length - before;
    return { requests, store, milliseconds: (user + system) / 1_000 };
  };
}

test('a large ledger', async () => {
  const [small, large] = [await open(20), await open(20_000)];
  const costs: number[][] = [[], []];
  const calls: number[] = [];
  for (const [at, bench] of [small, large].entries()) {
    await bench.tick();
    for (let round = 0; round < 15; round += 1) {
      bench.garmin.add(gpxRun(FIRST + 30_000 + round, bench.clock.now()));
      const { milliseconds, calls: made } = await bench.tick();
      costs[at]?.push(milliseconds);
      calls[at] = made;
    }
    await bench.close();
  }
  const ratio = (calls[1] ?? 0) / (calls[0] ?? 1);
  addRow({
    what: 'a tick with a new activity, 20,000 activities in the ledger: store operations',
    ours: times(ratio),
    baseline: '20 activities',
    target: '<= 1.1x',
    met: ratio <= 1.1,
  });
});
