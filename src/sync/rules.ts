import type { GarminActivity } from './activity.ts';
import type { Pattern } from './name-pattern.ts';
import { isOfType } from './sport.ts';

/** Why a rule keeps an activity away from Strava, as a sentence; anything else lets it pass. */
export type Verdict = (activity: GarminActivity) => string | false | null;

/** Kinds of limits that rules have, and what they are once they are read (rules-schema.ts). */
export interface Limits {
  readonly texts: readonly string[];
  /** Of devices, which are numbers. */
  readonly ids: readonly string[];
  readonly patterns: readonly Pattern[];
  /** Those that an activity has to be among, at least one. */
  readonly onlyTexts: readonly string[];
  readonly onlyIds: readonly string[];
  readonly onlyPatterns: readonly Pattern[];
  /** `2026-11-20`, in the athlete's own calendar. */
  readonly day: string;
  readonly flag: boolean;
  /** Metres. */
  readonly distance: number;
  /** Seconds. */
  readonly duration: number;
}

export interface Rule<K extends keyof Limits = keyof Limits> {
  readonly kind: K;
  /** How it is told in the help of `sync`; null where it is for the config file alone. */
  readonly option: { readonly placeholder: string | null; readonly help: string } | null;
  verdict(limit: Limits[K]): Verdict;
}

/**
 * Every rule, by the name of its field in the config file and of its option of `sync`. A rule that needs a figure which
 * Garmin's row does not have lets the activity pass: better one too many than one lost.
 */
export const RULES = {
  type: rule(
    'onlyTexts',
    ['types...', 'only these Garmin types; a type takes in its sub-types'],
    (types) => (activity) => {
      return (
        !types.some((type) => isOfType(activity, type)) && `type ${activity.type} is not among ${types.join(', ')}`
      );
    },
  ),
  'exclude-type': rule('texts', ['types...', 'not these Garmin types'], (types) => (activity) => {
    const hit = types.find((type) => isOfType(activity, type));
    return hit !== undefined && `type ${hit} is excluded`;
  }),
  name: rule(
    'onlyPatterns',
    ['patterns...', 'only these names: with * and ?, or /regular expression/i'],
    (patterns) =>
      ({ name }) =>
        !patterns.some(({ test }) => test(name ?? '')) && `name does not match ${patterns.join(', ')}`,
  ),
  'exclude-name': rule('patterns', ['patterns...', 'not these names'], (patterns) => ({ name }) => {
    const hit = patterns.find(({ test }) => test(name ?? ''));
    return hit !== undefined && `name matches ${hit}`;
  }),
  from: rule('day', null, (day) => (activity) => localDate(activity) < day && `before ${day}`),
  until: rule('day', null, (day) => (activity) => localDate(activity) > day && `after ${day}`),
  gps: rule('flag', [null, 'only with a GPS track'], (isWanted) => ({ hasGps }) => {
    return hasGps === !isWanted && (isWanted ? 'no GPS track' : 'it has a GPS track');
  }),
  device: rule('onlyIds', ['ids...', 'only from these devices, by Garmin device id'], (devices) => ({ deviceId }) => {
    const isOther = deviceId !== null && !devices.includes(deviceId);
    return isOther && `device ${deviceId} is not among those wanted`;
  }),
  'exclude-device': rule('ids', ['ids...', 'not from these devices'], (devices) => ({ deviceId }) => {
    return deviceId !== null && devices.includes(deviceId) && `device ${deviceId} is excluded`;
  }),
  'min-distance': rule('distance', ['length', 'nothing shorter: 500m, 3km'], (least) => ({ distance }) => {
    return distance !== null && distance < least && `shorter than ${least} m`;
  }),
  'min-duration': rule('duration', ['time', 'nothing shorter: 90s, 3min'], (least) => ({ duration }) => {
    return duration !== null && duration < least && `shorter than ${least} s`;
  }),
} as const;

export type RuleName = keyof typeof RULES;

/** What the user does not want on Strava. An activity has to pass all that are given. */
export type Rules = { readonly [K in RuleName]?: Verdict | undefined };

/** Which rule keeps the activity away from Strava and why; null when it passes all of them. */
export function filteredBy(rules: Rules, activity: GarminActivity): string | null {
  for (const [name, verdict] of Object.entries(rules)) {
    const reason = verdict?.(activity);
    if (reason) return `${reason} (rule ${name})`;
  }
  return null;
}

function rule<K extends keyof Limits>(
  kind: K,
  option: readonly [placeholder: string | null, help: string] | null,
  verdict: Rule<K>['verdict'],
): Rule<K> {
  return { kind, option: option && { placeholder: option[0], help: option[1] }, verdict };
}

function localDate({ startTimeLocal }: GarminActivity): string {
  return startTimeLocal.slice(0, 10);
}
