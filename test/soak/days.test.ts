import { expect, test } from 'vitest';
import { soak } from './soak.ts';

test('two days of ticks with faults and outages: all is there once, and the quota is hardly touched', {
  timeout: 120_000,
}, async () => {
  const result = await soak({ days: 2 });
  expect(result).toMatchObject({ ticks: 2_880, lost: [], doubled: [] });
  expect(result.mostReadsADay).toBeLessThan(100);
  expect(result.latency.median).toBeLessThanOrEqual(2);
  expect(result.faults).toBeGreaterThan(20);
  // Garmin was away for six hours, Strava for two: the one is told, the other has passed before.
  expect(result.notices).toEqual(['stopped', 'recovered']);
});
