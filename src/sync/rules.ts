import type { GarminActivity } from './activity.ts';
import { isOfType } from './sport.ts';

/** What the user does not want on Strava. Every part is optional; an activity has to pass all that are given. */
export interface Rules {
  readonly types?: readonly string[];
  readonly excludeTypes?: readonly string[];
  readonly name?: RegExp;
  readonly excludeName?: RegExp;
  /** Local calendar dates `YYYY-MM-DD`, inclusive. */
  readonly from?: string;
  readonly until?: string;
  readonly requireGps?: boolean;
  /** Garmin device ids. */
  readonly devices?: readonly string[];
  /** Metres. */
  readonly minDistance?: number;
  /** Seconds of timer time. */
  readonly minDuration?: number;
}

/** One sentence naming the rule that keeps the activity away from Strava; null when it passes all of them. */
export function filteredBy(rules: Rules, activity: GarminActivity): string | null {
  for (const rule of RULES) {
    const verdict = rule(rules, activity);
    if (verdict) return verdict;
  }
  return null;
}

type Rule = (rules: Rules, activity: GarminActivity) => string | null | false | undefined;

// A rule that needs a figure which Garmin's row does not have lets the activity pass: better one too many than one lost.
const RULES: readonly Rule[] = [
  ({ types = [] }, activity) => {
    const isMissing = types.length > 0 && !types.some((type) => isOfType(activity, type));
    return isMissing && `type ${activity.type} is not among ${types.join(', ')}`;
  },
  ({ excludeTypes }, activity) => {
    const hit = excludeTypes?.find((type) => isOfType(activity, type));
    return hit !== undefined && `type ${hit} is excluded`;
  },
  ({ name }, activity) => name !== undefined && !name.test(activity.name ?? '') && `name does not match ${name}`,
  ({ excludeName }, activity) => excludeName?.test(activity.name ?? '') && `name matches ${excludeName}`,
  ({ from }, activity) => from && localDate(activity) < from && `before ${from}`,
  ({ until }, activity) => until && localDate(activity) > until && `after ${until}`,
  ({ requireGps }, activity) => requireGps && activity.hasGps === false && 'no GPS track',
  ({ devices = [] }, { deviceId }) => {
    const isMissing = devices.length > 0 && deviceId !== null && !devices.includes(deviceId);
    return isMissing && `device ${deviceId} is not among those wanted`;
  },
  ({ minDistance }, { distance }) =>
    minDistance !== undefined && distance !== null && distance < minDistance && `shorter than ${minDistance} m`,
  ({ minDuration }, { duration }) =>
    minDuration !== undefined && duration !== null && duration < minDuration && `shorter than ${minDuration} s`,
];

function localDate({ startTimeLocal }: GarminActivity): string {
  return startTimeLocal.slice(0, 10);
}
