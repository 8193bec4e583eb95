import { expect, onTestFinished, test } from 'vitest';
import { NO_CONFIG } from '../../../src/sync/config/config.ts';
import { startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { runTick, type TickMemory } from '../../../src/sync/tick.ts';
import { HOUR, MINUTE } from '../../../src/sync/time.ts';
import { START } from '../../support/bench.ts';
import { countedStore } from '../../support/counted-store.ts';
import { gpxRun } from '../../support/gpx.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { ledgerRecord } from '../../support/records.ts';
import { openSandboxAccounts } from '../../support/sandbox-accounts.ts';

const FIRST = 10_000_000_000;

/** What a cold tick, an idle one and one with a new activity cost, with so many activities in the ledger. */
async function costWith(records: number) {
  const clock = manualClock(START);
  const newest = Array.from({ length: 20 }, (_, index) =>
    gpxRun(FIRST + records - 20 + index, START - (20 - index) * HOUR),
  );
  const garmin = await startGarminSandbox({ clock, activities: newest });
  const strava = await startStravaSandbox({ clock });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const calls: string[] = [];
  const filled = openMemoryStore(clock);
  for (let index = 0; index < records; index += 1) {
    await filled.ledger.put(ledgerRecord({ garminId: String(FIRST + index), state: 'uploaded' }));
  }
  const store = countedStore(filled, calls);
  const deps = { store, clock, fetch: globalThis.fetch };
  const { refreshToken } = strava.issueTokens();
  const ports = {
    ...(await openSandboxAccounts({ garmin, strava, refreshToken }, deps)),
    store,
    clock,
    readAhead: async () => void calls.push('read-ahead'),
  };
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  const tick = async () => {
    clock.advance(MINUTE);
    calls.length = 0;
    const asked = garmin.requests.length + strava.requests.length;
    const result = await runTick(ports, memory, {
      dryRun: false,
      signal: new AbortController().signal,
      config: NO_CONFIG,
    });
    return { kind: result.kind, requests: garmin.requests.length + strava.requests.length - asked, calls: [...calls] };
  };
  const cold = await tick();
  const idle = await tick();
  garmin.add(gpxRun(FIRST + records, START));
  return { cold, idle, withOneNew: await tick(), uploads: strava.uploads.length };
}

test('with 20,000 activities in the ledger every tick costs what it costs with 20', async () => {
  const few = await costWith(20);
  expect(few).toMatchObject({ idle: { kind: 'idle', requests: 1, calls: [] }, uploads: 1 });
  expect(await costWith(20_000)).toEqual(few);
});
