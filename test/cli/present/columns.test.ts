import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, oneLine } from '../../../src/cli/present/columns.ts';

test('what a terminal would obey never comes through, whatever stands around it', () => {
  const controls = fc.constantFrom('\u001b[2J', '\u0007', '\n', '\r', '\u009b', '\u202e', '\u2028', '\u200d');
  fc.assert(
    fc.property(fc.array(fc.oneof(controls, fc.string({ unit: 'grapheme' }))), (pieces) => {
      expect(oneLine(pieces.join(''))).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
    }),
  );
  expect(oneLine('a\u200d\u001b[2Jb')).toBe('a\u200d [2Jb');
});

test.each(['🧘‍♀️ Yoga', '🏴󠁧󠁢󠁷󠁬󠁳󠁿 Snowdon', '👩‍👩‍👧 Family ride'])('emoji that consist of several stay whole: %s', (name) => {
  expect(oneLine(name)).toBe(name);
});

test.each([
  [{ isTTY: true, columns: 100 }, 100],
  [{ isTTY: true }, 80],
  [{ isTTY: true, columns: 0 }, 80],
  [{ isTTY: true, columns: 3 }, 20],
  [{ columns: 100 }, null],
])('%j is written for %s columns', (output, columns) => {
  expect(columnsOf(output)).toBe(columns);
});
