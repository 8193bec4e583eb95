import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../../src/sync/config/config.ts';
import { parseConfig } from '../../../src/sync/config/config-file.ts';
import { CONFIG_TEMPLATE } from '../../../src/sync/config/config-template.ts';
import { namedTypes } from '../../../src/sync/config/named-types.ts';
import { filteredBy } from '../../../src/sync/rules.ts';
import { knownGarminTypes } from '../../../src/sync/sport.ts';
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
    ['a word that is nearly one', 'rules:\n  exclude-nam: x\nsports:\n  running:\n    sport: Trailrun\n'],
    ['a device by its name', 'rules:\n  device: fenix\n  exclude-device: [3618356072, edge]\n'],
    ['a wrong length', 'rules:\n  min-distance: far\n'],
    ['a wrong day', '\n\nrules:\n  from: yesterday\n'],
    ['a broken expression', 'rules:\n  name: /(/\n'],
    ['an expression with a flag that makes no sense', 'rules:\n  exclude-name: "/race/gi"\n'],
    ['a list that nothing passes', 'rules:\n  type: []\n  name: []\n  device: []\n'],
    [
      'what Strava lets nobody set',
      'rules:\n  private: true\nsports:\n  running:\n    visibility: only_me\n  privacy: x\n',
    ],
    ['what has another name here', 'sports:\n  all:\n    hide_from_home: true\n'],
    ['a template with an unknown field', 'sports:\n  all:\n    title: "{toString}"\n'],
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

test('a list of what is kept away may be empty', () => {
  const text = 'rules: { exclude-type: [], exclude-name: [], exclude-device: [] }';
  expect(parseConfig(text)).toMatchObject({ kind: 'good' });
});

describe('the Garmin types that a file speaks of', () => {
  test('are those of rules and sports', () => {
    const content = parse('rules: { type: runing, exclude-type: [yogaa, 7] }\nsports: { all: {}, trail_runing: {} }');
    expect(namedTypes(content)).toEqual(['runing', 'yogaa', '7', 'trail_runing']);
  });

  test.each([null, {}, { rules: null, sports: null }, { rules: { type: null } }, [1]])('%j: none', (content) => {
    expect(namedTypes(content)).toEqual([]);
  });

  test("are Garmin's, in the examples of the first file", () => {
    const text = CONFIG_TEMPLATE.replace(/^#( {2,}\S)/gm, ' $1').replace('notify: []', 'notify:');
    const types = namedTypes(parse(text));
    expect(types.length).toBeGreaterThan(5);
    expect(types.filter((type) => !knownGarminTypes().includes(type))).toEqual([]);
  });
});

test('aliases that would grow without end are refused, not followed', () => {
  const bomb = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`;
  expect(parseConfig(bomb).kind).toBe('bad');
});
