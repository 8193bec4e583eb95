import { expect, test } from 'vitest';
import { planView } from '../../../src/cli/present/plan-view.ts';
import { decision } from '../../../src/sync/decision.ts';
import { garminActivity } from '../../support/records.ts';

const paint = (_colour: unknown, text: string) => text;

function plan(count: number, detail: (at: number) => string) {
  const decisions = Array.from({ length: count }, (_, at) =>
    decision(garminActivity({ id: String(at), name: `Run ${at}` }), 'upload', 'new', { detail: detail(at) }),
  );
  return { decisions, rejected: [], trouble: null, source: 'garmin', later: 0, whole: true } as const;
}

test.each([80, 120])('a long plan tells of those between after ten whole rows, at %i columns', (columns) => {
  const long = 'a reason that is much too long to stand beside its row, so that it stands below'.repeat(2);
  const lines = planView(
    plan(70, (at) => (at < 10 ? long : 'short')),
    { paint, columns },
    { all: false, sports: {} },
  ).split('\n');
  const between = lines.findIndex((line) => line.startsWith('… 50 more between them: 50 running.'));
  const before = lines.slice(0, between).filter((line) => line.includes('Run '));
  const after = lines.slice(between).filter((line) => line.includes('Run '));
  expect(before.map((line) => /Run \d+/.exec(line)?.[0])).toEqual(Array.from({ length: 10 }, (_, at) => `Run ${at}`));
  expect(after).toHaveLength(10);
  expect(lines[between - 1]).toContain('below');
});

test('names of files and types of others reach no terminal as they are', () => {
  const { decisions, ...rest } = plan(1, () => 'new\u001b[2J');
  const rejected = [{ garminId: 'evil\u001b[31mX\nline.fit', problem: 'no recording' }];
  const shown = planView(
    { ...rest, decisions, rejected, source: 'folder' },
    { paint, columns: 80 },
    { all: false, sports: {} },
  );
  expect(shown).not.toContain('\u001b');
});
