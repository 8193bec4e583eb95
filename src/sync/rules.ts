import * as v from 'valibot';
import type { GarminActivity } from './activity.ts';
import { Day, Distance, Duration, Flag, fields, listOf, Text } from './config/fields.ts';
import { NamePattern } from './name-pattern.ts';
import { isOfType } from './sport.ts';

/** Why a rule keeps an activity away from Strava, as a sentence; anything else lets it pass. */
type Verdict = (activity: GarminActivity) => string | false | null;

/** How people write a rule: as a field of the config file, and as an option of `sync` with the same name. */
export interface RuleOption {
  /** Placeholder of the option; null for a yes or no. */
  readonly placeholder: string | null;
  readonly help: string;
}

// A rule that needs a figure which Garmin's row does not have lets the activity pass: better one too many than one lost.
const RULES = {
  type: rule(listOf(Text), (types) => (activity) => {
    return !types.some((type) => isOfType(activity, type)) && `type ${activity.type} is not among ${types.join(', ')}`;
  }),
  'exclude-type': rule(listOf(Text), (types) => (activity) => {
    const hit = types.find((type) => isOfType(activity, type));
    return hit !== undefined && `type ${hit} is excluded`;
  }),
  name: rule(listOf(NamePattern), (patterns) => ({ name }) => {
    return !patterns.some(({ test }) => test(name ?? '')) && `name does not match ${patterns.join(', ')}`;
  }),
  'exclude-name': rule(listOf(NamePattern), (patterns) => ({ name }) => {
    const hit = patterns.find(({ test }) => test(name ?? ''));
    return hit !== undefined && `name matches ${hit}`;
  }),
  from: rule(Day, (day) => (activity) => localDate(activity) < day && `before ${day}`),
  until: rule(Day, (day) => (activity) => localDate(activity) > day && `after ${day}`),
  gps: rule(Flag, (isWanted) => ({ hasGps }) => {
    return hasGps === !isWanted && (isWanted ? 'no GPS track' : 'it has a GPS track');
  }),
  device: rule(listOf(Text), (devices) => ({ deviceId }) => {
    const isOther = deviceId !== null && !devices.includes(deviceId);
    return isOther && `device ${deviceId} is not among those wanted`;
  }),
  'exclude-device': rule(listOf(Text), (devices) => ({ deviceId }) => {
    return deviceId !== null && devices.includes(deviceId) && `device ${deviceId} is excluded`;
  }),
  'min-distance': rule(Distance, (least) => ({ distance }) => {
    return distance !== null && distance < least && `shorter than ${least} m`;
  }),
  'min-duration': rule(Duration, (least) => ({ duration }) => {
    return duration !== null && duration < least && `shorter than ${least} s`;
  }),
} as const;

export type RuleName = keyof typeof RULES;

/** The options of `sync` that stand for rules. `from` and `until` have options of their own that bound the whole run. */
export const RULE_OPTIONS = {
  type: { placeholder: 'types...', help: 'only these Garmin types; a type takes in its sub-types' },
  'exclude-type': { placeholder: 'types...', help: 'not these Garmin types' },
  name: { placeholder: 'patterns...', help: 'only these names: with * and ?, or /regular expression/i' },
  'exclude-name': { placeholder: 'patterns...', help: 'not these names' },
  gps: { placeholder: null, help: 'only with a GPS track' },
  device: { placeholder: 'ids...', help: 'only from these devices, by Garmin device id' },
  'exclude-device': { placeholder: 'ids...', help: 'not from these devices' },
  'min-distance': { placeholder: 'length', help: 'nothing shorter: 500m, 3km' },
  'min-duration': { placeholder: 'time', help: 'nothing shorter: 90s, 3min' },
} as const satisfies { readonly [K in RuleName]?: RuleOption };

/** What the user does not want on Strava. Every part is optional; an activity has to pass all that are given. */
export const RulesSchema = fields(RULES);
export type Rules = v.InferOutput<typeof RulesSchema>;

/** Which rule keeps the activity away from Strava and why; null when it passes all of them. */
export function filteredBy(rules: Rules, activity: GarminActivity): string | null {
  for (const [name, verdict] of Object.entries(rules)) {
    const reason = verdict?.(activity);
    if (reason) return `${reason} (rule ${name})`;
  }
  return null;
}

/** A part of the rules whose value is checked and then stands for its verdict. */
function rule<S extends v.GenericSchema<unknown, unknown>>(limit: S, verdictOf: (limit: v.InferOutput<S>) => Verdict) {
  return v.optional(v.pipe(limit, v.transform(verdictOf)));
}

function localDate({ startTimeLocal }: GarminActivity): string {
  return startTimeLocal.slice(0, 10);
}
