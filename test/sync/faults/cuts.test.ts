import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { openDynamoStore } from '../../../src/aws/store/dynamo-store.ts';
import type { Store } from '../../../src/sync/ports.ts';
import type { SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { openFileStore } from '../../../src/sync/store/file-store.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { HOUR } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, zipOf } from '../../support/bench.ts';
import { gpxRun } from '../../support/gpx.ts';
import { useMoto } from '../../support/moto.ts';
import { createTable, motoClient } from '../../support/moto-table.ts';
import { describeWith } from '../../support/peers.ts';
import { swiftFolder } from '../../support/temporary-folder.ts';
import { cutHistory, type OpenStore, type Scenario, type Verdict } from './history.ts';

const LONG = 240_000;
const RUN = '10000000001';
const RIDE = '10000000002';

const SCENARIOS: readonly Scenario[] = [
  { name: 'one activity', activities: async () => [await fenixRun()], expected: { [RUN]: 1 } },
  {
    name: 'two activities, one on Strava already',
    activities: async () => [await fenixRun(), await fenixRide()],
    expected: { [RUN]: 1, [RIDE]: 0 },
    prepare: (strava) =>
      void strava.addActivity({ startTime: Date.UTC(2017, 5, 12, 16, 9, 22), sportType: 'Ride', elapsedTime: 60 }),
  },
  {
    name: 'two files in one activity',
    activities: async () => [twoFiles()],
    expected: { [RUN]: 2 },
  },
  {
    name: 'one file with many sessions',
    activities: async () => [await triathlon()],
    expected: { [RUN]: 7 },
  },
  {
    name: 'a broken file beside a good one',
    activities: async () => [
      await fenixRun({ original: await zipOf('activity-unexpected-eof.fit') }),
      await fenixRide(),
    ],
    expected: { [RUN]: 0, [RIDE]: 1 },
  },
  {
    name: 'a token that changes with each use',
    activities: async () => [await fenixRun(), await fenixRide()],
    expected: { [RUN]: 1, [RIDE]: 1 },
    settings: { accessTokenLife: 3_601 },
  },
  {
    name: 'two runners at once',
    activities: async () => [await fenixRun(), await fenixRide()],
    expected: { [RUN]: 1, [RIDE]: 1 },
    twoRunners: true,
  },
];

/** Seven sessions in one file. */
async function triathlon(): Promise<SandboxActivity> {
  const row = { startTimeLocal: '2015-08-29 10:00:05', startTimeGMT: '2015-08-29 08:00:05', elapsedDuration: 20_000 };
  return fenixRun({ original: await zipOf('activity-large-fenxi2-multisport.fit'), row });
}

/** A run that the watch stored as two files, half an hour each. */
function twoFiles(): SandboxActivity {
  const start = Date.UTC(2017, 5, 12, 8);
  const parts = [gpxRun(1, start), gpxRun(2, start + HOUR)];
  const entries = parts.flatMap(({ original }) => (original.kind === 'zip' ? original.entries : []));
  return gpxRun(Number(RUN), start, { original: { kind: 'zip', entries }, row: { elapsedDuration: 5_400 } });
}

const inMemory: OpenStore = async (clock) => {
  const store = openMemoryStore(clock);
  return () => store;
};

const inFiles: OpenStore = async (clock) => {
  const root = await swiftFolder();
  return () => openFileStore({ root, clock });
};

const counted: string[] = [];
afterAll(() => void process.stdout.write(`\n${counted.join('\n')}\n`));

/** Cuts the first run at each of its steps in turn. */
async function cutEverywhere(
  scenario: Scenario,
  openStore: OpenStore,
  label: string,
): Promise<Verdict & { points: number }> {
  const found = { lost: [] as string[], doubled: [] as string[], other: [] as string[] };
  let points = 0;
  let logins = 0;
  for (let at = 1; ; at += 1) {
    const { steps, verdict } = await cutHistory(scenario, openStore, at);
    if (steps < at) break;
    points += 1;
    if (verdict === 'login lost') {
      logins += 1;
      continue;
    }
    const told = (lines: readonly string[]) => lines.map((line) => `cut at ${at}: ${line}`);
    found.lost.push(...told(verdict.lost));
    found.doubled.push(...told(verdict.doubled));
    found.other.push(...told(verdict.other));
  }
  counted.push(
    `${label}, ${scenario.name}: ${points} cuts, ${found.lost.length} lost, ${found.doubled.length} doubled, ${logins} need a login`,
  );
  return { ...found, points };
}

const NOTHING_WRONG = { lost: [], doubled: [], other: [] };

describe.each([
  ['memory', inMemory],
  ['files', inFiles],
] as const)('a run that ends anywhere, with a store in %s', (label, openStore) => {
  test.each(SCENARIOS)('$name: every activity is there once in the end', { timeout: LONG }, async (scenario) => {
    const { points, ...found } = await cutEverywhere(scenario, openStore, label);
    expect(found).toEqual(NOTHING_WRONG);
    expect(points).toBeGreaterThan(20);
  });
});

describeWith('moto_server')('a run that ends anywhere, with a store in DynamoDB', () => {
  const moto = useMoto();

  test.each(SCENARIOS.slice(0, 3))(
    '$name: every activity is there once in the end',
    { timeout: LONG },
    async (scenario) => {
      const { client } = motoClient(moto());
      const inTable: OpenStore = async (clock) => {
        const table = await createTable(client);
        const holder = { name: 'test', token: randomUUID };
        return () => openDynamoStore({ client, table, profile: 'default', clock, holder });
      };
      const { points, ...found } = await cutEverywhere(scenario, inTable, 'DynamoDB');
      expect(found).toEqual(NOTHING_WRONG);
      expect(points).toBeGreaterThan(20);
    },
  );
});

describe('the harness itself', () => {
  /** The bug: what is only about to be posted is written down as done. */
  function hasty({ ledger, ...rest }: Store): Store {
    const put: Store['ledger']['put'] = async (record) => {
      if (record.state !== 'claimed') return ledger.put(record);
      return { ...(await ledger.put({ ...record, state: 'uploaded' })), state: 'claimed' };
    };
    return {
      ...rest,
      ledger: { get: (ids) => ledger.get(ids), open: () => ledger.open(), all: () => ledger.all(), put },
    };
  }

  /** The bug: nothing is written down before the post is answered. */
  function careless({ ledger, ...rest }: Store): Store {
    const put: Store['ledger']['put'] = async (record) => {
      if (record.state === 'claimed') return record;
      return ledger.put(record);
    };
    return {
      ...rest,
      ledger: { get: (ids) => ledger.get(ids), open: () => ledger.open(), all: () => ledger.all(), put },
    };
  }

  const withBug =
    (bug: (store: Store) => Store): OpenStore =>
    async (clock) => {
      const store = openMemoryStore(clock);
      return () => bug(store);
    };

  test('a write in the wrong order is found: an activity is lost', { timeout: LONG }, async () => {
    const [scenario] = SCENARIOS;
    if (!scenario) return expect.unreachable();
    expect((await cutEverywhere(scenario, withBug(hasty), 'seeded bug')).lost.length).toBeGreaterThan(0);
  });

  test('a missing write is found: with a slow Strava an activity is there twice', { timeout: LONG }, async () => {
    const [scenario] = SCENARIOS;
    if (!scenario) return expect.unreachable();
    const slow = { ...scenario, settings: { processingMs: 240_000 } };
    expect((await cutEverywhere(slow, withBug(careless), 'seeded bug')).doubled.length).toBeGreaterThan(0);
  });
});
