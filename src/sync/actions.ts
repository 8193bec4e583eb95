import * as v from 'valibot';
import type { GarminActivity } from './activity.ts';
import { Flag, fields, oneOf, Text } from './config/fields.ts';
import { oftenWanted } from './config/often-wanted.ts';
import { isOfType, STRAVA_SPORTS } from './sport.ts';
import { TemplateSchema } from './template.ts';

/** What is made of an activity on its way to Strava. */
const ActionsSchema = fields({
  title: v.optional(TemplateSchema),
  description: v.optional(TemplateSchema),
  /** A SportType of Strava's, instead of what the file says. */
  sport: v.optional(oneOf(STRAVA_SPORTS)),
  trainer: v.optional(Flag),
  commute: v.optional(Flag),
  /** Not shown in the feeds of others (`hide_from_home`). Who may see it at all, Strava's API cannot set. */
  mute: v.optional(Flag),
  /** Name of a bike or of shoes at Strava, or its id. */
  gear: v.optional(Text),
});
export type Actions = v.InferOutput<typeof ActionsSchema>;

const TypeName = v.pipe(
  Text,
  v.check(
    (text) => oftenWanted(text) === null,
    ({ input }) => oftenWanted(input) ?? '',
  ),
);

/** `sports` in the config file: by Garmin type, which takes in its sub-types; `all` for every one. */
export const SportsSchema = v.record(TypeName, ActionsSchema, 'should be a table by Garmin type, such as `running:`');
export type Sports = v.InferOutput<typeof SportsSchema>;

/** What is set for this activity. The type itself goes before a type that takes it in, and that before `all`. */
export function actionsFor(sports: Sports, activity: Pick<GarminActivity, 'type' | 'parentTypeId'>): Actions {
  const rank = (type: string) => (type === 'all' ? 0 : type === activity.type ? 2 : 1);
  const fitting = Object.entries(sports).filter(([type]) => isOfType(activity, type));
  const sorted = fitting.sort(([a], [b]) => rank(a) - rank(b));
  return Object.assign({}, ...sorted.map(([, actions]) => actions));
}

/**
 * Whether title, description and sport go along: not with an activity of which several become, where they would change one
 * of them only.
 */
export function takesTexts({ multisport, sessions = 1 }: Pick<GarminActivity, 'multisport' | 'sessions'>): boolean {
  return !multisport && sessions < 2;
}

/** Ids of gear are a letter and a number, `b123` or `g456`, and need no look-up. */
export function isGearId(gear: string): boolean {
  return /^[bg]\d+$/.test(gear);
}

/** Whether gear of Strava's is the one that the config names. */
export function isNamed({ name }: { readonly name: string }, wanted: string): boolean {
  return name.trim().toLowerCase() === wanted.trim().toLowerCase();
}

/** Gear that is named in words, which only a login with `profile:read_all` can look up; each name once. */
export function gearNames(sports: Sports): readonly string[] {
  const named = Object.values(sports).flatMap(({ gear }) => (gear === undefined || isGearId(gear) ? [] : [gear]));
  return [...new Set(named)];
}
