import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { LedgerRecord, LegRecord } from '../../src/sync/ledger.ts';
import { decideWithoutStrava, decideWithStrava, type PlanContext } from '../../src/sync/plan.ts';
import { RulesSchema } from '../../src/sync/rules-schema.ts';
import { MINUTE } from '../../src/sync/time.ts';
import { garminActivity, ledgerRecord, NOON, stravaActivity } from '../support/records.ts';

const LATER = NOON + 60 * MINUTE;
const context: PlanContext = { now: LATER, rules: {}, onLikelyDuplicate: 'skip' };

function rulesOf(rules: v.InferInput<typeof RulesSchema>) {
  return v.parse(RulesSchema, rules);
}

function leg(facts: Partial<LegRecord> = {}): LegRecord {
  return {
    externalId: 'garmin_20000000001',
    state: 'claimed',
    uploadId: null,
    sessions: 1,
    stravaIds: [],
    detail: null,
    ...facts,
  };
}

function withRecord(facts: Partial<LedgerRecord>) {
  return { activity: garminActivity(), record: ledgerRecord({ version: 1, detail: 'because', ...facts }) };
}

describe('what the ledger says', () => {
  test.each(['uploaded', 'on-strava', 'duplicate', 'ignored', 'removed', 'no-file'] as const)(
    '%s is skipped',
    (state) => {
      const decided = decideWithoutStrava(withRecord({ state, stravaIds: ['5'] }), context);
      expect(decided).toMatchObject({ kind: 'skip', reason: state, detail: 'because', stravaIds: ['5'], write: null });
    },
  );

  test.each([
    ['a final failure is skipped', { state: 'failed', retryAt: null }, { kind: 'skip', reason: 'failed' }],
    ['a failure that is not due waits', { state: 'failed', retryAt: LATER + 1 }, { kind: 'wait', reason: 'failed' }],
    ['a failure that is due is decided anew', { state: 'failed', retryAt: LATER }, null],
    [
      'an upload in progress waits',
      { state: 'uploading', legs: [leg({ state: 'uploading', uploadId: '7' })] },
      { kind: 'wait', reason: 'pending', uploadId: '7' },
    ],
    [
      'a likely duplicate stays one',
      { state: 'seen', hold: 'likely-duplicate' },
      { kind: 'skip', reason: 'likely-duplicate' },
    ],
    [
      'a file that is not ready waits',
      { state: 'seen', hold: 'not-ready', retryAt: LATER + 1 },
      { kind: 'wait', reason: 'pending' },
    ],
    ['a file that may be ready by now is decided anew', { state: 'seen', hold: 'not-ready', retryAt: LATER }, null],
    ['a claim is for Strava to answer', { state: 'claimed', legs: [leg()] }, null],
  ] as const)('%s', (_, facts, expected) => {
    const decided = decideWithoutStrava(withRecord(facts), context);
    if (expected) expect(decided).toMatchObject(expected);
    else expect(decided).toBeNull();
  });

  test('a retry goes on with the files that are missing, though the others are on Strava', () => {
    const legs = [
      leg({ externalId: 'garmin_20000000001-1', state: 'uploaded', stravaIds: ['5'] }),
      leg({ externalId: 'garmin_20000000001-2', state: 'failed' }),
    ];
    const decided = decideWithoutStrava(withRecord({ state: 'failed', retryAt: LATER, legs }), context);
    expect(decided).toMatchObject({ kind: 'upload', detail: '1 of 2 files are on Strava' });
  });
});

describe('the user’s rules', () => {
  test('what one of them keeps away is written down with its reason', () => {
    const rules = rulesOf({ 'exclude-name': ['race*', '*LUNCH*'] });
    expect(decideWithoutStrava({ activity: garminActivity(), record: null }, { ...context, rules })).toMatchObject({
      kind: 'skip',
      reason: 'filtered',
      detail: 'name matches *LUNCH* (rule exclude-name)',
      write: { state: 'filtered', version: 0 },
    });
  });

  test('a type takes in its sub-types', () => {
    const trail = { activity: garminActivity({ type: 'trail_running', parentTypeId: 1 }), record: null };
    expect(decideWithoutStrava(trail, { ...context, rules: rulesOf({ type: ['running'] }) })).toBeNull();
    expect(decideWithoutStrava(trail, { ...context, rules: rulesOf({ 'exclude-type': ['running'] }) })?.reason).toBe(
      'filtered',
    );
  });

  test('what was filtered is decided anew when the rules let it pass, and not written again when they do not', () => {
    const filtered = withRecord({ state: 'filtered', detail: 'type running is excluded (rule exclude-type)' });
    expect(decideWithoutStrava(filtered, context)).toBeNull();
    expect(
      decideWithoutStrava(filtered, { ...context, rules: rulesOf({ 'exclude-type': ['running'] }) })?.write,
    ).toBeNull();
  });

  test('a figure that the row lacks does not filter', () => {
    const activity = garminActivity({ distance: null, duration: null, deviceId: null, hasGps: null });
    const rules = rulesOf({ 'min-distance': 1, 'min-duration': 1, device: ['1'], gps: true });
    expect(decideWithoutStrava({ activity, record: null }, { ...context, rules })).toBeNull();
  });
});

test('a manual entry has no file, after the rules had their say', () => {
  const manual = { activity: garminActivity({ manual: true }), record: null };
  expect(decideWithoutStrava(manual, context)).toMatchObject({ kind: 'skip', reason: 'no-file' });
  expect(decideWithoutStrava(manual, { ...context, rules: rulesOf({ type: ['cycling'] }) })?.reason).toBe('filtered');
});

describe('what Strava says', () => {
  const fresh = { activity: garminActivity(), record: null };

  test('nothing: upload', () => {
    expect(decideWithStrava(fresh, [], context)).toMatchObject({ kind: 'upload', reason: 'new', write: null });
  });

  test('there already: adopted', () => {
    const decided = decideWithStrava(fresh, [stravaActivity()], context);
    expect(decided).toMatchObject({
      kind: 'skip',
      reason: 'on-strava',
      stravaIds: ['9000'],
      write: { state: 'on-strava' },
    });
  });

  test('likely there: held, or uploaded when asked for', () => {
    const rows = [stravaActivity({ startTime: NOON + 5 * MINUTE })];
    expect(decideWithStrava(fresh, rows, context)).toMatchObject({
      reason: 'likely-duplicate',
      write: { state: 'seen', retryAt: null },
    });
    expect(decideWithStrava(fresh, rows, { ...context, onLikelyDuplicate: 'upload' }).kind).toBe('upload');
  });

  describe('that several have recorded it', () => {
    const warmUp = stravaActivity({
      id: '1',
      startTime: NOON + 3 * MINUTE,
      elapsedTime: 300,
      deviceName: 'Wahoo BOLT',
    });
    const zwift = stravaActivity({
      id: '2',
      startTime: NOON + 8 * MINUTE,
      elapsedTime: 3_300,
      externalId: 'zwift-1.fit',
    });
    const onLikelyDuplicate = 'upload' as const;

    test('the one that is preferred counts, though another has more in common', () => {
      const preferring = { ...context, onLikelyDuplicate, prefer: ['Zwift'] };
      expect(decideWithStrava(fresh, [warmUp, zwift], preferring)).toMatchObject({
        reason: 'on-strava',
        detail: 'Zwift has recorded it too, which you prefer',
        write: { stravaIds: ['2'] },
      });
    });

    test('one of them that has too little in common does not count', () => {
      const short = { ...zwift, startTime: NOON + 55 * MINUTE };
      const preferring = { ...context, onLikelyDuplicate, prefer: ['Zwift'] };
      expect(decideWithStrava(fresh, [warmUp, short], preferring).kind).toBe('upload');
    });

    test('none of them is preferred: as ever', () => {
      const preferring = { ...context, prefer: ['Peloton'] };
      expect(decideWithStrava(fresh, [warmUp, zwift], preferring).reason).toBe('likely-duplicate');
    });
  });

  test('about a claim: it arrived', () => {
    const claimed = withRecord({ state: 'claimed', legs: [leg()] });
    const decided = decideWithStrava(claimed, [stravaActivity({ externalId: 'garmin_20000000001.fit' })], context);
    expect(decided).toMatchObject({
      kind: 'skip',
      reason: 'uploaded',
      stravaIds: ['9000'],
      write: { state: 'uploaded' },
    });
  });

  test('about a claim of seconds ago: too early to tell', () => {
    const claimed = withRecord({ state: 'claimed', legs: [leg()], updatedAt: LATER - 9_999 });
    expect(decideWithStrava(claimed, [], context)).toMatchObject({ kind: 'wait', reason: 'pending' });
  });

  test('about an older claim: it did not arrive', () => {
    const claimed = withRecord({ state: 'claimed', legs: [leg()], updatedAt: LATER - 10_000 });
    expect(decideWithStrava(claimed, [], context)).toMatchObject({ kind: 'upload', write: null });
  });

  test('about a claim of two files of which one arrived: the other is still to be uploaded', () => {
    const legs = [leg({ externalId: 'garmin_20000000001-1' }), leg({ externalId: 'garmin_20000000001-2' })];
    const rows = [stravaActivity({ externalId: 'garmin_20000000001-1.fit' })];
    const decided = decideWithStrava(withRecord({ state: 'claimed', legs }), rows, context);
    expect(decided).toMatchObject({ kind: 'upload', write: { state: 'claimed', stravaIds: ['9000'] } });
  });
});
