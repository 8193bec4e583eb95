import { expect, test } from 'vitest';
import { meterText } from '../../../src/cli/present/meter.ts';
import { MINUTE, SECOND } from '../../../src/sync/time.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const ROOM = { uploads: 193, until: NOON + 15 * MINUTE, perWindow: 193, today: 1_950, perDay: 1_993 };

function at(started: number, seconds: number, facts: { total?: number; startedBefore?: number } = {}) {
  const { total = 450, startedBefore = 0 } = facts;
  return meterText({ total, started, room: ROOM, startedBefore, since: NOON }, NOON + seconds * SECOND);
}

test('the line of a long upload: how far, how fast, what the quota leaves, when it is done', () => {
  expect(
    [at(1, 2), at(120, 180), at(193, 300), at(450, 600, { startedBefore: 386 })].join('\n'),
  ).toMatchInlineSnapshot(`
    "░░░░░░░░░░░░░░░░░░░░ 1/450 · 192 more until 12:15 · done about 12:30 UTC
    █████░░░░░░░░░░░░░░░ 120/450 · 40/min · 73 more until 12:15 · done about 12:30 UTC
    █████████░░░░░░░░░░░ 193/450 · 39/min · 0 more until 12:15 · done about 12:30 UTC
    ████████████████████ 450/450 · 45/min · 129 more until 12:15 · done about 12:10 UTC"
  `);
});

test('what will not be done today is told with its date', () => {
  expect(at(100, 60, { total: 5_000 })).toMatch(/done about 2026-11-22 \d\d:\d\d UTC$/);
});

test('a slow line ends later than the quota would allow', () => {
  expect(at(10, 600, { total: 100 })).toContain('1/min');
  expect(at(10, 600, { total: 100 })).toContain('done about 13:40 UTC');
});
