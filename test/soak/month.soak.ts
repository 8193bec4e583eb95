import { expect, test } from 'vitest';
import { soak, soakTable } from './soak.ts';

test('a month of ticks', async () => {
  const result = await soak({ days: 30 });
  process.stdout.write(`\n${soakTable(result)}\n`);
  expect(result).toMatchObject({ ticks: 43_200, activities: 90, lost: [], doubled: [] });
  expect(result.notices).toEqual(['stopped', 'recovered', 'key-ends', 'key-ends', 'key-ends']);
});
