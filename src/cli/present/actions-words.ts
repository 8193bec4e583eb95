import { type Actions, takesTexts } from '../../sync/actions.ts';
import type { GarminActivity } from '../../sync/activity.ts';
import { oneLine } from './columns.ts';

/** What the config makes of an activity: `title “Uetliberg, 4.3 km”, gear Pegasus 41, mute`; empty where it says nothing. */
export function actionsWords(activity: GarminActivity, actions: Actions): string {
  const { trainer, commute, mute, gear } = actions;
  const flags = Object.entries({ trainer, commute, mute }).filter(([, isOn]) => isOn === true);
  return [
    ...(takesTexts(activity) ? texts(activity, actions) : withoutTexts(actions)),
    ...(gear === undefined ? [] : [`gear ${oneLine(gear)}`]),
    ...flags.map(([name]) => name),
  ].join(', ');
}

function withoutTexts({ title, description, sport }: Actions): readonly string[] {
  return title || description || sport ? ['title and sport as Strava gives them'] : [];
}

function texts(activity: GarminActivity, { title, description, sport }: Actions): readonly string[] {
  const name = title?.(activity) ?? null;
  const notes = description?.(activity) ?? null;
  return [
    ...(name === null ? [] : [`title “${oneLine(name)}”`]),
    ...(notes === null ? [] : ['a description']),
    ...(sport === undefined ? [] : [`sport ${sport}`]),
  ];
}
