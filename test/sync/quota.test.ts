import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeUsage, nextQuarterHour, nextUtcMidnight, parseBucket, resetAfterRefusal } from '../../src/sync/quota.ts';
import { MAX_ATTEMPTS, nextTry } from '../../src/sync/retry.ts';
import { DAY, MINUTE } from '../../src/sync/time.ts';

const NOW = Date.UTC(2026, 10, 24, 10, 7);

test.each([
  ['200,2000', '9,152', { limit15m: 200, used15m: 9, limitDay: 2_000, usedDay: 152 }],
  ['100,1000', ',', null],
  ['100,1000', null, null],
  [null, '1,2', null],
  ['100,1000', 'a,b', null],
  ['100', '1', null],
  [' 100 , 1000 ', '1,2', { limit15m: 100, used15m: 1, limitDay: 1_000, usedDay: 2 }],
])('headers %s and %s', (limit, usage, bucket) => {
  expect(parseBucket(limit, usage)).toEqual(bucket);
});

test('unknown usage does not erase what was known', () => {
  const read = { limit15m: 100, used15m: 3, limitDay: 1_000, usedDay: 3 };
  expect(mergeUsage({ overall: null, read }, { overall: null, read: null })).toEqual({ overall: null, read });
});

test('a refusal ends at the quarter hour, or at midnight UTC when the day is spent', () => {
  const bucket = { limit15m: 100, used15m: 100, limitDay: 1_000, usedDay: 500 };
  expect(resetAfterRefusal(null, NOW)).toBe(Date.UTC(2026, 10, 24, 10, 15));
  expect(resetAfterRefusal({ overall: null, read: bucket }, NOW)).toBe(Date.UTC(2026, 10, 24, 10, 15));
  expect(resetAfterRefusal({ overall: null, read: { ...bucket, usedDay: 1_000 } }, NOW)).toBe(Date.UTC(2026, 10, 25));
});

test('a reset lies ahead, never more than its window', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (now) => {
      expect(nextQuarterHour(now)).toBeGreaterThan(now);
      expect(nextQuarterHour(now) - now).toBeLessThanOrEqual(15 * MINUTE);
      expect(nextQuarterHour(now) % (15 * MINUTE)).toBe(0);
      expect(nextUtcMidnight(now)).toBeGreaterThan(now);
      expect(nextUtcMidnight(now) - now).toBeLessThanOrEqual(DAY);
    }),
  );
});

test('tries come further and further apart, and end', () => {
  const waits = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => (nextTry(index + 1, NOW) ?? 0) - NOW);
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(Math.min(...waits)).toBeGreaterThan(0);
  expect(nextTry(MAX_ATTEMPTS, NOW)).toBeNull();
});
