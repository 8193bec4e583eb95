import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { GarminActivity } from '../../src/sync/activity.ts';
import { parsePage } from '../../src/sync/garmin/activity-rows.ts';
import { decideWithoutStrava } from '../../src/sync/plan.ts';
import type { RuleName } from '../../src/sync/rules.ts';
import { RulesSchema } from '../../src/sync/rules-schema.ts';
import { jsonFixture } from './garmin/bench.ts';

const NOW = Date.UTC(2026, 10, 24);
const BASE = 'Cuajimalpa de Morelos - Base';
const HIKE = 'Cuajimalpa de Morelos Hiking';
const PADDLE = 'Bacalar Stand Up Paddleboarding';
const SWIM = 'Bacalar Open Water Swimming';
const WALK = 'Walk';
const MULTI = 'Bike-Walk-Bike';
const RUN = 'Run';

interface Case {
  readonly limit: unknown;
  /** What it keeps away of the recorded rows, with the reason that people read. All others pass. */
  readonly kept: Readonly<Record<string, string>>;
}

/** One for each rule there is: a rule without a case does not compile. */
const CASES: Readonly<Record<RuleName, Case>> = {
  type: {
    limit: ['running', 'walking', 'hiking', 'multi_sport'],
    kept: {
      [PADDLE]: 'type stand_up_paddleboarding_v2 is not among running, walking, hiking, multi_sport (rule type)',
      [SWIM]: 'type open_water_swimming is not among running, walking, hiking, multi_sport (rule type)',
    },
  },
  'exclude-type': {
    limit: ['running', 'open_water_swimming'],
    kept: {
      [BASE]: 'type running is excluded (rule exclude-type)',
      [RUN]: 'type running is excluded (rule exclude-type)',
      [SWIM]: 'type open_water_swimming is excluded (rule exclude-type)',
    },
  },
  name: {
    limit: ['*walk*', '/ - base$/i', 'Run', 'bacalar*'],
    kept: {
      [HIKE]: 'name does not match *walk*, / - base$/i, Run, bacalar* (rule name)',
    },
  },
  'exclude-name': {
    limit: ['Bacalar *', '/^Walk$/'],
    kept: {
      [PADDLE]: 'name matches Bacalar * (rule exclude-name)',
      [SWIM]: 'name matches Bacalar * (rule exclude-name)',
      [WALK]: 'name matches /^Walk$/ (rule exclude-name)',
    },
  },
  from: {
    limit: '2021-04-15',
    kept: { [MULTI]: 'before 2021-04-15 (rule from)', [RUN]: 'before 2021-04-15 (rule from)' },
  },
  until: { limit: '2026-01-06', kept: { [BASE]: 'after 2026-01-06 (rule until)' } },
  gps: {
    limit: false,
    kept: Object.fromEntries(
      [BASE, HIKE, PADDLE, SWIM, WALK, MULTI, RUN].map((name) => [name, 'it has a GPS track (rule gps)']),
    ),
  },
  device: {
    limit: ['3946806421'],
    kept: Object.fromEntries(
      [BASE, HIKE, PADDLE, SWIM].map((name) => [name, 'device 3618356072 is not among those wanted (rule device)']),
    ),
  },
  'exclude-device': {
    limit: [3_946_806_421],
    kept: Object.fromEntries(
      [WALK, MULTI, RUN].map((name) => [name, 'device 3946806421 is excluded (rule exclude-device)']),
    ),
  },
  'min-distance': { limit: '3 km', kept: { [SWIM]: 'shorter than 3000 m (rule min-distance)' } },
  'min-duration': {
    limit: '36 min',
    kept: {
      [HIKE]: 'shorter than 2160 s (rule min-duration)',
      [SWIM]: 'shorter than 2160 s (rule min-duration)',
    },
  },
};

async function recorded(): Promise<readonly GarminActivity[]> {
  const names = ['activities-list-2026.json', 'activities-list-2021.json'];
  const pages = await Promise.all(names.map(async (name) => parsePage(await jsonFixture(name))));
  return pages.flatMap((page) => page?.activities ?? []);
}

test.each(Object.entries(CASES))('%s, on the rows that Garmin sent', async (name, { limit, kept }) => {
  const rules = v.parse(RulesSchema, { [name]: limit });
  const rows = await recorded();
  expect(rows).toHaveLength(7);
  const filtered = rows.flatMap((activity) => {
    const decided = decideWithoutStrava({ activity, record: null }, { now: NOW, rules, onLikelyDuplicate: 'skip' });
    return decided ? [[activity.name, decided.detail]] : [];
  });
  expect(Object.fromEntries(filtered)).toEqual(kept);
});
