import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/sync/sandbox/faults.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { HOUR, MINUTE } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun } from '../../support/bench.ts';
import { gpxRun } from '../../support/gpx.ts';
import { Cut } from './cut.ts';
import { judge, type OpenStore, openHistory, type Scenario } from './history.ts';

const LONG = 240_000;

const SCENARIO: Scenario = {
  name: 'three activities',
  activities: async () => [await fenixRun(), await fenixRide(), gpxRun(10_000_000_003, Date.UTC(2017, 5, 12, 8))],
  expected: { 10000000001: 1, 10000000002: 1, 10000000003: 1 },
  settings: { refreshRotation: 'same' },
};

const inMemory: OpenStore = async (clock) => {
  const store = openMemoryStore(clock);
  return () => store;
};

const HTML = '<!doctype html><title>Just a moment</title>';
const effect = fc.constantFrom<Fault['effect'][]>(
  { kind: 'reset' },
  { kind: 'lose-answer' },
  { kind: 'truncate' },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 503, body: HTML },
  { kind: 'answer', status: 200, body: HTML },
  { kind: 'answer', status: 429 },
  { kind: 'answer', status: 429, headers: { 'Retry-After': '120' } },
);
const path = fc.constantFrom(
  /uploads$/,
  /uploads\/\d+$/,
  /athlete\/activities$/,
  /download/,
  /search\/activities$/,
  /token$/,
  /./,
);
const trouble = fc.record({
  side: fc.constantFrom('garmin' as const, 'strava' as const),
  path,
  effect,
  after: fc.integer({ min: 0, max: 4 }),
});
const round = fc.record({
  troubles: fc.array(trouble, { maxLength: 2 }),
  cutAt: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 3 }),
  /** Clocks jump, too. */
  wait: fc.integer({ min: 0, max: 30 * HOUR }),
});

test('whatever goes wrong and in whatever order, every activity is there once in the end', {
  timeout: LONG,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(round, { minLength: 1, maxLength: 4 }), async (rounds) => {
      const history = await openHistory(SCENARIO, inMemory);
      try {
        for (const { troubles, cutAt, wait } of rounds) {
          for (const { side, ...fault } of troubles) history[side].faults.add(fault);
          await history.run(new Cut(cutAt));
          history.clock.advance(wait);
        }
        history.garmin.faults.clear();
        history.strava.faults.clear();
        for (const wait of [3 * MINUTE, HOUR, 3 * HOUR, 13 * HOUR, 13 * HOUR]) {
          history.clock.advance(wait);
          await history.run(new Cut());
        }
        expect(await judge(history, SCENARIO)).toEqual({ lost: [], doubled: [], other: [] });
      } finally {
        await history.close();
      }
    }),
    { numRuns: 150 },
  );
});
