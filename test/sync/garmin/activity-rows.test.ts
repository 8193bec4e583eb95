import { describe, expect, test } from 'vitest';
import type { GarminActivity } from '../../../src/sync/activity.ts';
import { parsePage } from '../../../src/sync/garmin/activity-rows.ts';
import type { ActivityPage } from '../../../src/sync/ports.ts';
import { jsonFixture, rowsFixture } from './bench.ts';

const ROW = {
  activityId: 20000000001,
  activityName: 'Lunch run',
  startTimeLocal: '2026-11-20 13:00:00',
  startTimeGMT: '2026-11-20 12:00:00',
  activityType: { typeId: 1, typeKey: 'running', parentTypeId: 17 },
};

function pageOf(json: unknown): ActivityPage {
  const page = parsePage(json);
  if (!page) throw new Error('It was not taken for a list.');
  return page;
}

function parsed(row: object): GarminActivity {
  const { activities, rejected } = pageOf([row]);
  const [activity] = activities;
  if (!activity) throw new Error(rejected[0]?.problem);
  return activity;
}

function withoutKeys(row: Readonly<Record<string, unknown>>, ...keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !keys.includes(key)));
}

describe('recorded lists', () => {
  test('2026: every row is understood', async () => {
    const page = pageOf(await jsonFixture('activities-list-2026.json'));
    expect(page).toMatchObject({ rows: 4, rejected: [] });
    expect(
      page.activities.map(({ id, type, startTime, startTimeLocal, elapsedDuration }) => [
        id,
        type,
        new Date(startTime).toISOString(),
        startTimeLocal,
        elapsedDuration,
      ]),
    ).toEqual([
      ['21482825013', 'trail_running', '2026-01-08T14:10:21.000Z', '2026-01-08 08:10:21', 2225.44091796875],
      ['21461718086', 'hiking', '2026-01-06T13:14:18.000Z', '2026-01-06 07:14:18', 2349.037109375],
      [
        '21419635589',
        'stand_up_paddleboarding_v2',
        '2026-01-02T12:12:43.000Z',
        '2026-01-02 07:12:43',
        3227.382080078125,
      ],
      ['21413444039', 'open_water_swimming', '2026-01-01T17:39:43.000Z', '2026-01-01 12:39:43', 932.6719970703125],
    ]);
    expect(page.activities[0]).toEqual({
      id: '21482825013',
      name: 'Cuajimalpa de Morelos - Base',
      description: null,
      type: 'trail_running',
      parentTypeId: 1,
      startTime: Date.parse('2026-01-08T14:10:21Z'),
      startTimeLocal: '2026-01-08 08:10:21',
      duration: 2223.326904296875,
      elapsedDuration: 2225.44091796875,
      distance: 4261.18994140625,
      manual: false,
      multisport: false,
      hasGps: true,
      deviceId: '3618356072',
      manufacturer: 'GARMIN',
      place: 'Cuajimalpa de Morelos',
    });
  });

  test('2021: elapsed milliseconds become seconds, null is no value', async () => {
    const page = pageOf(await jsonFixture('activities-list-2021.json'));
    expect(page).toMatchObject({ rows: 3, rejected: [] });
    const facts = page.activities.map((it) => [it.id, it.type, new Date(it.startTime).toISOString(), it.multisport]);
    expect(facts).toEqual([
      ['6609987243', 'walking', '2021-04-15T09:44:05.000Z', false],
      ['6588349056', 'multi_sport', '2021-04-11T09:50:49.000Z', true],
      ['6585943400', 'running', '2021-04-11T05:48:33.000Z', false],
    ]);
    const elapsed = page.activities.map(({ elapsedDuration }) => elapsedDuration ?? 0);
    expect(elapsed.map(Math.round)).toEqual([2703, 11_184, 4677]);
    expect(page.activities.map(({ description }) => description)).toEqual([null, null, null]);
  });

  test('every recorded start agrees with the time stamp beside it', async () => {
    for (const name of ['activities-list-2021.json', 'activities-list-2026.json']) {
      const rows = await rowsFixture(name);
      const stamps = rows.map((row) => row['beginTimestamp'] ?? Date.parse(`${String(row['startTimeGMT'])}Z`));
      expect(pageOf(rows).activities.map(({ startTime }) => startTime)).toEqual(stamps);
    }
  });
});

describe('a row', () => {
  test('with null and without the key is the same', () => {
    const keys = [
      'activityName',
      'description',
      'duration',
      'elapsedDuration',
      'distance',
      'manualActivity',
      'parent',
      'hasPolyline',
      'deviceId',
      'manufacturer',
      'locationName',
      'startTimeLocal',
      'activityType',
      'beginTimestamp',
    ];
    const nulls = { ...ROW, ...Object.fromEntries(keys.map((key) => [key, null])) };
    expect(parsed(nulls)).toEqual(parsed(withoutKeys(ROW, ...keys)));
    expect(parsed(nulls)).toEqual({
      id: '20000000001',
      name: null,
      description: null,
      type: 'unknown',
      parentTypeId: null,
      startTime: Date.parse('2026-11-20T12:00:00Z'),
      startTimeLocal: '2026-11-20 12:00:00',
      duration: null,
      elapsedDuration: null,
      distance: null,
      manual: false,
      multisport: false,
      hasGps: null,
      deviceId: null,
      manufacturer: null,
      place: null,
    });
  });

  test('keeps a type key that nobody has seen, and its parent', () => {
    const activityType = { typeId: 990, typeKey: 'sofa_yoga_v9', parentTypeId: 29 };
    expect(parsed({ ...ROW, activityType })).toMatchObject({ type: 'sofa_yoga_v9', parentTypeId: 29 });
  });

  test('keeps an emoji name as it is', () => {
    const activityName = 'Yoga 🧘‍♀️ in the park';
    expect(parsed({ ...ROW, activityName }).name).toBe(activityName);
  });

  test('without a type, or with one of another kind, is of unknown type', () => {
    expect(parsed(withoutKeys(ROW, 'activityType'))).toMatchObject({ type: 'unknown', parentTypeId: null });
    expect(parsed({ ...ROW, activityType: 'running' })).toMatchObject({ type: 'unknown' });
    expect(parsed({ ...ROW, activityType: {} })).toMatchObject({ type: 'unknown' });
  });

  test('may write its id as a string', () => {
    expect(parsed({ ...ROW, activityId: '21482825013' }).id).toBe('21482825013');
  });

  test('is multisport by its flag or by its type', () => {
    expect(parsed({ ...ROW, parent: true }).multisport).toBe(true);
    expect(parsed({ ...ROW, activityType: { typeKey: 'multi_sport' } }).multisport).toBe(true);
    expect(parsed({ ...ROW, parent: false }).multisport).toBe(false);
  });

  test('of an import has device 0, which is none', () => {
    expect(parsed({ ...ROW, deviceId: 0 }).deviceId).toBeNull();
    expect(parsed({ ...ROW, deviceId: 3618356072 }).deviceId).toBe('3618356072');
  });

  test('counts elapsed time in seconds unless that is out of all proportion', () => {
    const elapsed = (elapsedDuration: number, duration: number | null) =>
      parsed({ ...ROW, duration, elapsedDuration }).elapsedDuration;
    expect(elapsed(3_600, 3_600)).toBe(3_600);
    expect(elapsed(86_400, 1_800)).toBe(86_400);
    expect(elapsed(3_600_000, 3_600)).toBe(3_600);
    expect(elapsed(500, 0)).toBe(500);
    expect(elapsed(500, null)).toBe(500);
  });

  test('without GMT starts at its time stamp, or at an ISO stamp', () => {
    const stamp = Date.parse('2026-11-20T12:00:00Z');
    expect(parsed({ ...withoutKeys(ROW, 'startTimeGMT'), beginTimestamp: stamp }).startTime).toBe(stamp);
    expect(parsed({ ...ROW, startTimeGMT: '2026-11-20T12:00:00.0' }).startTime).toBe(stamp);
    expect(parsed({ ...ROW, startTimeLocal: '2026-11-20T13:00:00.0' }).startTimeLocal).toBe('2026-11-20 13:00:00');
  });

  test('with fields of another kind is taken without them', () => {
    const odd = { ...ROW, activityName: 7, duration: 'long', manualActivity: 'no', deviceId: {}, description: [] };
    expect(parsed(odd)).toMatchObject({ name: null, duration: null, manual: false, deviceId: null, description: null });
  });
});

describe('rows that cannot be understood', () => {
  test.each([
    ['no id', withoutKeys(ROW, 'activityId'), { garminId: null, problem: expect.stringMatching(/^activityId: /) }],
    ['an empty id', { ...ROW, activityId: '' }, { garminId: null, problem: expect.stringMatching(/^activityId: /) }],
    ['no start', withoutKeys(ROW, 'startTimeGMT'), { garminId: '20000000001', problem: 'no start time' }],
    [
      'a start that is no time',
      { ...ROW, startTimeGMT: 'yesterday' },
      { garminId: '20000000001', problem: 'startTimeGMT: no time stamp' },
    ],
    [
      'a start on no day',
      { ...ROW, startTimeGMT: '2026-13-45 12:00:00' },
      { garminId: '20000000001', problem: 'no start time' },
    ],
    ['a string', 'row', { garminId: null, problem: 'no activity row' }],
    ['null', null, { garminId: null, problem: 'no activity row' }],
  ])('%s: the row is named, the others are read', (_what, row, rejected) => {
    const page = pageOf([{ ...ROW, activityId: 1 }, row, { ...ROW, activityId: 3 }]);
    expect(page.activities.map(({ id }) => id)).toEqual(['1', '3']);
    expect(page.rejected).toEqual([rejected]);
    expect(page.rows).toBe(3);
  });
});

test.each([
  ['an object', { activities: [] }],
  ['a page', '<html></html>'],
  ['null', null],
  ['nothing', undefined],
])('%s is no list', (_what, json) => {
  expect(parsePage(json)).toBeNull();
});

test('an empty list is a page without rows', () => {
  expect(parsePage([])).toEqual({ activities: [], rejected: [], rows: 0 });
});
