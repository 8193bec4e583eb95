import { expect, test } from 'vitest';
import { leastRequests, listAround } from '../../src/sync/span.ts';
import { DAY } from '../../src/sync/time.ts';
import { garminActivity, NOON, stravaActivity } from '../support/records.ts';

const daysBefore = (days: number) => garminActivity({ startTime: NOON - days * DAY, elapsedDuration: 3_600 });

/** Which days before today were listed, the padding of a day on both sides taken off. */
async function listed(days: readonly number[]) {
  const windows: string[] = [];
  const rows = await listAround(
    {
      async list({ from, until }) {
        windows.push(`${Math.round((NOON - from) / DAY) - 1} to ${Math.round((NOON - until) / DAY) + 1}`);
        return [stravaActivity({ id: String(windows.length) })];
      },
    },
    days.map(daysBefore),
  );
  expect(rows).toHaveLength(windows.length);
  return windows;
}

test("today's activity and the oldest ones are looked up without the years between them", async () => {
  expect(await listed([0, 3_000, 2_990])).toEqual(['3000 to 2990', '0 to 0']);
});

test('what lies close together is one listing, whatever its order', async () => {
  expect(await listed([10, 0, 29])).toEqual(['29 to 0']);
});

test('of many gaps the longest are left out, for each listing has its price', async () => {
  expect(await listed([0, 100, 300, 1_000, 5_000])).toEqual(['5000 to 5000', '1000 to 1000', '300 to 0']);
  expect(leastRequests([0, 100, 300, 1_000, 5_000].map(daysBefore))).toBe(6);
});
