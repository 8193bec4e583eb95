import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { externalIdOrigin, isExternalId } from '../../src/sync/external-id.ts';
import { findOnStrava } from '../../src/sync/match.ts';
import { HOUR, MINUTE, SECOND } from '../../src/sync/time.ts';
import { garminActivity, NOON, stravaActivity } from '../support/records.ts';

const run = garminActivity();

describe('by external id', () => {
  test.each([
    ['garmin_20000000001', 'ours'],
    ['garmin_20000000001.fit', 'ours'],
    ['garmin_20000000001.fit.gz', 'ours'],
    ['garmin_20000000001-3.fit', 'ours'],
    ['20000000001.fit', 'original-tool'],
    ['garmin_push_20000000001', 'native-push'],
    ['garmin_ping_20000000001', null],
    ['garmin_200000000011.fit', null],
    ['garmin_20000000001-x.fit', null],
    ['20000000001', null],
    ['garmin_2000000000', null],
    [null, null],
  ])('%s is %s', (externalId, origin) => {
    expect(externalIdOrigin(externalId, run.id)).toBe(origin);
  });

  test('an id is matched with and without extension, never by a mere prefix', () => {
    expect(isExternalId('garmin_1.gpx', 'garmin_1')).toBe(true);
    expect(isExternalId('garmin_1-1.fit', 'garmin_1')).toBe(false);
  });

  test('all legs are found, also when start and sport say nothing', () => {
    const rows = [1, 2].map((leg) =>
      stravaActivity({
        id: `${leg}`,
        externalId: `garmin_20000000001-${leg}.fit`,
        startTime: NOON + 9 * HOUR,
        sportType: null,
      }),
    );
    expect(findOnStrava(run, rows)).toEqual({ kind: 'external-id', origin: 'ours', stravaIds: ['1', '2'] });
  });
});

describe('by start', () => {
  test.each([
    ['the same second', 0, 'start'],
    ['two minutes', 120, 'start'],
    ['two minutes and a second: only the overlap is left', 121, 'overlap'],
  ])('%s apart', (_, seconds, kind) => {
    expect(findOnStrava(run, [stravaActivity({ startTime: NOON + seconds * SECOND })])?.kind).toBe(kind);
    expect(findOnStrava(run, [stravaActivity({ startTime: NOON - seconds * SECOND })])?.kind).toBe(kind);
  });

  test('the same start in another sport is another activity', () => {
    expect(findOnStrava(run, [stravaActivity({ sportType: 'Swim' })])).toBeNull();
  });

  describe('an aborted start of 20 s and the run of half an hour after it', () => {
    const aborted = { startTime: NOON, elapsed: 20 };
    const after = { startTime: NOON + MINUTE, elapsed: 30 * 60 };
    const garmin = ({ startTime, elapsed }: typeof aborted) =>
      garminActivity({ startTime, elapsedDuration: elapsed, duration: elapsed });
    const strava = ({ startTime, elapsed }: typeof aborted, id: string) =>
      stravaActivity({ id, startTime, elapsedTime: elapsed });

    test('are not taken for each other', () => {
      expect(findOnStrava(garmin(after), [strava(aborted, '1')])).toBeNull();
      expect(findOnStrava(garmin(aborted), [strava(after, '2')])).toBeNull();
    });

    test('are each found where both are there', () => {
      const rows = [strava(aborted, '1'), strava(after, '2')];
      expect(findOnStrava(garmin(after), rows)?.stravaIds).toEqual(['2']);
      expect(findOnStrava(garmin(aborted), rows)?.stravaIds).toEqual(['1']);
    });

    test('the second begins as the first ends', () => {
      expect(findOnStrava(garmin({ ...after, startTime: NOON + 20 * SECOND }), [strava(aborted, '1')])).toBeNull();
    });
  });

  test.each([
    ['Strava tells none', {}, { elapsedTime: null }],
    ['Strava says 0', {}, { elapsedTime: 0 }],
    ['Garmin tells none', { elapsedDuration: null, duration: null }, {}],
    ['Garmin says 0', { elapsedDuration: 0, duration: 0 }, {}],
  ])('without a length the start decides: %s', (_, facts, row) => {
    const found = findOnStrava(garminActivity(facts), [stravaActivity({ startTime: NOON + MINUTE, ...row })]);
    expect(found?.kind).toBe('start');
  });

  test('two that have no second in common are never the same', () => {
    const seconds = fc.integer({ min: 1, max: 7_200 });
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 0, max: 300 }), fc.boolean(), (ours, theirs, gap, isLater) => {
        const startTime = isLater ? NOON + (ours + gap) * SECOND : NOON - (theirs + gap) * SECOND;
        const activity = garminActivity({ elapsedDuration: ours, duration: ours });
        expect(findOnStrava(activity, [stravaActivity({ startTime, elapsedTime: theirs })])).toBeNull();
      }),
    );
  });

  test("Garmin's own link is named", () => {
    const match = findOnStrava(run, [stravaActivity({ externalId: 'garmin_ping_123456789012' })]);
    expect(match).toEqual({ kind: 'start', native: true, stravaIds: ['9000'] });
  });

  test('a multisport activity takes all its legs', () => {
    const race = garminActivity({ type: 'multi_sport', parentTypeId: 17, multisport: true, elapsedDuration: 7_200 });
    const legs = [
      stravaActivity({ id: '1', sportType: 'Swim', elapsedTime: 1_000 }),
      stravaActivity({ id: '2', sportType: 'Ride', startTime: NOON + 20 * MINUTE, elapsedTime: 3_000 }),
      stravaActivity({ id: '3', sportType: 'Run', startTime: NOON + 5 * HOUR }),
    ];
    expect(findOnStrava(race, legs)).toMatchObject({ kind: 'start', stravaIds: ['1', '2'] });
  });
});

describe('by overlap', () => {
  test.each([
    ['70 % of the shorter', 18 * MINUTE, 'Run', true],
    ['less', 19 * MINUTE, 'Run', false],
    ['another sport', 10 * MINUTE, 'Ride', false],
    ['an unknown sport', 10 * MINUTE, 'Parkour', true],
  ])('%s', (_, offset, sportType, isMatch) => {
    const found = findOnStrava(run, [stravaActivity({ startTime: NOON + offset, sportType })]);
    expect(found?.kind === 'overlap').toBe(isMatch);
  });

  test('a recording without a length overlaps nothing', () => {
    const found = findOnStrava(run, [stravaActivity({ startTime: NOON + 5 * MINUTE, elapsedTime: 0 })]);
    expect(found).toBeNull();
  });
});

test('a hidden start is recognised by day, length and distance', () => {
  const hidden = { startTime: Date.UTC(2026, 10, 19, 23, 0, 1), startTimeLocal: '2026-11-20T00:00:01' };
  expect(findOnStrava(run, [stravaActivity(hidden)])?.kind).toBe('hidden-start');
  expect(findOnStrava(run, [stravaActivity({ ...hidden, distance: 9_000 })])).toBeNull();
});

test('an activity far away in time is never a match without our id', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 1_000 }),
      fc.boolean(),
      fc.constantFrom('Run', 'Ride', 'Parkour', null),
      (hours, isLater, sportType) => {
        const startTime = NOON + (isLater ? hours : -hours) * HOUR;
        expect(findOnStrava(run, [stravaActivity({ startTime, sportType, startTimeLocal: null })])).toBeNull();
      },
    ),
  );
});
