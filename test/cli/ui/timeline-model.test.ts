import { expect, test } from 'vitest';
import type { ActivityView } from '../../../src/cli/ui/api.ts';
import { dayNumber, dayOf, endOf, startOf } from '../../../src/cli/ui/browser/calendar.ts';
import {
  barsOf,
  hasOlder,
  heightOf,
  spanFor,
  topOf,
  unitFor,
  windowOf,
} from '../../../src/cli/ui/browser/timeline-model.ts';

function activity(day: string, facts: Partial<ActivityView> = {}): ActivityView {
  return {
    garminId: day,
    name: 'Run',
    type: 'running',
    start: `${day} 07:00:00`,
    distance: 10_000,
    duration: 3_000,
    outcome: 'uploaded',
    reason: 'uploaded',
    detail: 'uploaded',
    stravaIds: [],
    actions: [],
    version: 1,
    overrules: false,
    ...facts,
  };
}

test.each([
  ['day', '2024-02-29', '2024-02-29', '2024-03-01'],
  ['week', '2024-03-03', '2024-02-26', '2024-03-04'],
  ['week', '2024-03-04', '2024-03-04', '2024-03-11'],
  ['week', '1969-12-31', '1969-12-29', '1970-01-05'],
  ['month', '2024-02-29', '2024-02-01', '2024-03-01'],
  ['month', '2023-12-31', '2023-12-01', '2024-01-01'],
  ['quarter', '2024-06-30', '2024-04-01', '2024-07-01'],
  ['quarter', '2023-11-15', '2023-10-01', '2024-01-01'],
] as const)('the %s of %s', (unit, day, first, next) => {
  const start = startOf(unit, dayNumber(day));
  expect([dayOf(start), dayOf(endOf(unit, start))]).toEqual([first, next]);
});

test('a window ends with the newest activity, and goes back by its own length', () => {
  const activities = [activity('2024-05-01'), activity('2023-01-01')];
  const year = windowOf(activities, 'year', 0);
  expect(year && [dayOf(year.from), dayOf(year.until)]).toEqual(['2023-05-03', '2024-05-02']);
  expect(year && hasOlder(activities, year)).toBe(true);
  const before = windowOf(activities, 'year', 1);
  expect(before && dayOf(before.until)).toBe('2023-05-03');
  expect(before && hasOlder(activities, before)).toBe(false);
  const all = windowOf(activities, 'all', 0);
  expect(all && [dayOf(all.from), dayOf(all.until)]).toEqual(['2023-01-01', '2024-05-02']);
  expect(windowOf([], 'year', 0)).toBeNull();
});

test('a few weeks are shown as such, more as a year, and all where a year holds next to nothing', () => {
  expect(spanFor([activity('2024-05-01'), activity('2024-04-01')])).toBe('quarter');
  expect(spanFor([activity('2024-05-01'), activity('2024-01-01')])).toBe('year');
  expect(spanFor([activity('2024-05-01'), activity('2014-01-01')])).toBe('all');
  const often = Array.from({ length: 12 }, (_, index) => activity(`2024-05-${10 + index}`));
  expect(spanFor([...often, activity('2014-01-01')])).toBe('year');
});

test('columns are as fine as the width allows', () => {
  const year = { from: 0, until: 365 };
  expect([1_080, 300, 120].map((width) => unitFor(year, width))).toEqual(['day', 'week', 'month']);
  expect(unitFor({ from: 0, until: 365 * 20 }, 300)).toBe('quarter');
});

test('a column has the activities of its days, and its colours share its height', () => {
  const activities = [
    activity('2024-05-02', { distance: 30_000, outcome: 'failed' }),
    activity('2024-05-01'),
    activity('2024-04-01'),
  ];
  const bars = barsOf(activities, { from: dayNumber('2024-05-01'), until: dayNumber('2024-05-03') }, 'day');
  expect(bars.map(({ distance }) => distance)).toEqual([10_000, 30_000]);
  const week = barsOf(
    activities.slice(0, 2),
    { from: dayNumber('2024-04-29'), until: dayNumber('2024-05-06') },
    'week',
  );
  expect(week).toHaveLength(1);
  expect(week[0]?.segments.map(({ outcome }) => outcome)).toEqual(['uploaded', 'failed']);
  expect(week[0]?.segments.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
});

test('the scale is round and holds the longest day; short days stay visible beside it', () => {
  const day = { from: 0, until: 1, activities: [], segments: [] };
  expect([0, 5_000, 42_195, 180_000].map((distance) => topOf([{ ...day, distance }]))).toEqual([
    4_000, 8_000, 80_000, 200_000,
  ]);
  expect(heightOf(80_000, 80_000)).toBe(1);
  expect(heightOf(5_000, 80_000)).toBe(0.25);
});
