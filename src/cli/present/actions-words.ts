import type { Actions } from '../../sync/actions.ts';
import type { GarminActivity } from '../../sync/activity.ts';
import { oneLine } from './columns.ts';

/** What the config makes of an activity: `title “Uetliberg, 4.3 km”, gear Pegasus 41, mute`; empty where it says nothing. */
export function actionsWords(activity: GarminActivity, actions: Actions): string {
  const { trainer, commute, mute, gear } = actions;
  const flags = Object.entries({ trainer, commute, mute }).filter(([, isOn]) => isOn === true);
  return [
    ...(activity.multisport ? [] : texts(activity, actions)),
    ...(gear === undefined ? [] : [`gear ${oneLine(gear)}`]),
    ...flags.map(([name]) => name),
  ].join(', ');
}

/** A multisport activity has none of them: they would change one of its legs only. */
function texts(activity: GarminActivity, { title, description, sport }: Actions): readonly string[] {
  const name = title?.(activity) ?? null;
  const notes = description?.(activity) ?? null;
  return [
    ...(name === null ? [] : [`title “${oneLine(name)}”`]),
    ...(notes === null ? [] : ['a description']),
    ...(sport === undefined ? [] : [`sport ${sport}`]),
  ];
}
