import { expect, test } from 'vitest';
import { StoreError } from '../../src/sync/errors.ts';
import type { Store } from '../../src/sync/ports.ts';
import { HOUR } from '../../src/sync/time.ts';
import { fenixRun, START } from '../support/bench.ts';
import { gpxRun } from '../support/gpx.ts';
import { openTicks } from '../support/ticks.ts';

const FULL = new StoreError({ message: 'The disk is full.', hint: 'Make room.' });

/** Fails once, at the write that would note the upload id. */
function fullDisk(store: Store): Store {
  let isFull = true;
  const put: Store['ledger']['put'] = async (record) => {
    if (!isFull || record.state !== 'uploading') return store.ledger.put(record);
    isFull = false;
    throw FULL;
  };
  const { ledger } = store;
  return { ...store, ledger: { get: ledger.get, open: ledger.open, all: ledger.all, put } };
}

test('a store that fails after Strava took the file leaves the claim: a run a second later does not post it again', async () => {
  const ticks = await openTicks({ activities: [await fenixRun()], spoil: fullDisk });
  ticks.strava.settings.checksDuplicates = false;
  expect(await ticks.minutes(2 / 60, 1 / 60)).toEqual(['STORE_TROUBLE', 'ran']);
  expect(ticks.strava.uploads).toHaveLength(1);
  expect(await ticks.record(10_000_000_001)).toMatchObject({ state: 'uploaded' });
});

test('files that Strava refuses at once are not waited for', async () => {
  const ids = [1, 2, 3].map((at) => 10_000_000_000 + at);
  const ticks = await openTicks({ activities: ids.map((id, at) => gpxRun(id, START - (at + 2) * HOUR)) });
  const body = { message: 'Bad Request', errors: [{ resource: 'Upload', field: 'file', code: 'invalid' }] };
  ticks.strava.faults.add({
    method: 'POST',
    path: /uploads$/,
    effect: { kind: 'answer', status: 400, body },
    times: 3,
  });
  await ticks.minutes(1);
  for (const id of ids) expect(await ticks.record(id)).toMatchObject({ state: 'failed', retryAt: null });
  expect(ticks.clock.sleeps).toEqual([]);
  // One listing, whose second page is empty.
  expect(ticks.strava.count('GET', /athlete\/activities$/)).toBeLessThanOrEqual(2);
});
