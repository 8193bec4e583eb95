import * as v from 'valibot';
import { Day, DeviceId, Distance, Duration, Flag, fields, filledListOf, listOf, Text } from './config/fields.ts';
import { NamePattern } from './name-pattern.ts';
import { type Limits, RULES, type Rule, type RuleName, type Verdict } from './rules.ts';

/** How each kind of limit is written. */
const LIMITS: { readonly [K in keyof Limits]: v.GenericSchema<unknown, Limits[K]> } = {
  texts: listOf(Text),
  ids: listOf(DeviceId),
  patterns: listOf(NamePattern),
  onlyTexts: filledListOf(Text),
  onlyIds: filledListOf(DeviceId),
  onlyPatterns: filledListOf(NamePattern),
  day: Day,
  flag: Flag as v.GenericSchema<unknown, boolean>,
  distance: Distance,
  duration: Duration,
};

type RuleSchema = v.OptionalSchema<v.GenericSchema<unknown, Verdict>, undefined>;

/** Rules as the config file and the options of `sync` have them; once read, each is its own verdict. */
export const RulesSchema = fields(
  Object.fromEntries(Object.entries(RULES).map(([name, rule]) => [name, schemaOf(rule as Rule)])) as Record<
    RuleName,
    RuleSchema
  >,
);

function schemaOf<K extends keyof Limits>({ kind, verdict }: Rule<K>): RuleSchema {
  const limit: v.GenericSchema<unknown, Limits[K]> = LIMITS[kind];
  return v.optional(v.pipe(limit, v.transform(verdict)));
}
