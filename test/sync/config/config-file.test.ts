import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/sync/config/config.ts';
import { parseConfig } from '../../../src/sync/config/config-file.ts';
import { filteredBy } from '../../../src/sync/rules.ts';
import { garminActivity } from '../../support/records.ts';

const GOOD = `
# What goes over
rules:
  exclude-type: [yoga, breathwork]
  name: ["*run*", /^Race \\d+$/]
  from: 2020-01-01
  min-duration: 3 min
on-likely-duplicate: upload
notify:
  - type: ntfy
    url: https://ntfy.example/topic
heartbeat: https://beat.example/abc
`;

test('a good file gives rules that work, here and far away', () => {
  const parsed = parseConfig(GOOD);
  if (parsed.kind === 'bad') throw new Error(JSON.stringify(parsed.problems));
  const elsewhere = readConfig(JSON.parse(JSON.stringify(parsed.raw)));
  for (const config of [parsed.config, elsewhere]) {
    expect(config?.['on-likely-duplicate']).toBe('upload');
    expect(config?.notify).toEqual([{ type: 'ntfy', url: 'https://ntfy.example/topic' }]);
    const verdict = (facts: Parameters<typeof garminActivity>[0]) =>
      filteredBy(config?.rules ?? {}, garminActivity(facts));
    expect(verdict({ name: 'Lunch Run' })).toBeNull();
    expect(verdict({ name: 'Race 12' })).toBeNull();
    expect(verdict({ name: 'Lunch' })).toBe('name does not match *run*, /^Race \\d+$/ (rule name)');
    expect(verdict({ name: 'Run', duration: 100 })).toBe('shorter than 180 s (rule min-duration)');
    expect(verdict({ name: 'Run', startTimeLocal: '2019-12-31 23:59:59' })).toBe('before 2020-01-01 (rule from)');
  }
});

test('an empty file and one with comments only say nothing', () => {
  for (const text of ['', '# nothing yet\n']) expect(parseConfig(text)).toMatchObject({ kind: 'good' });
});

describe('what is wrong is told with line, field and what is allowed', () => {
  test.each([
    ['an unknown field', 'rules:\n  typ: [run]\n'],
    ['an unknown part', 'rulez: {}\n'],
    ['a wrong word', 'on-likely-duplicate: maybe\n'],
    ['a wrong length', 'rules:\n  min-distance: far\n'],
    ['a wrong day', '\n\nrules:\n  from: yesterday\n'],
    ['a broken expression', 'rules:\n  name: /(/\n'],
    ['an unknown channel', 'notify:\n  - type: pager\n    url: https://a.example\n'],
    ['a channel without an address', 'notify:\n  - type: ntfy\n'],
    ['an address that is not safe', 'heartbeat: http://example.com/abc\n'],
    ['a list that is none', 'notify: https://a.example\n'],
    ['a file that is no YAML', 'rules:\n  type: [run\n'],
    ['a file that is no table', '- a\n- b\n'],
  ])('%s', (_, text) => {
    const parsed = parseConfig(text);
    expect(parsed.kind === 'bad' && parsed.problems).toMatchSnapshot();
  });
});

test('aliases that would grow without end are refused, not followed', () => {
  const bomb = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`;
  expect(parseConfig(bomb).kind).toBe('bad');
});
