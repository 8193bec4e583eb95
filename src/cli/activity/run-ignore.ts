import { findActivity } from '../../sync/single/chosen.ts';
import { ignoreActivity, unignoreActivity } from '../../sync/single/ignore.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openPorts } from '../ports.ts';
import { nameOf } from '../present/plan-view.ts';
import { readSettings } from '../settings.ts';
import { readActivityId } from './activity-id.ts';

export interface IgnoreFlags {
  readonly undo?: true;
}

/** `garmin2strava ignore`. @throws ToolError */
export async function runIgnore(context: Context, id: string, { undo }: IgnoreFlags): Promise<ExitCode> {
  const { env, stdout } = context;
  const ports = await openPorts(await readSettings(env), context, { readOnly: false, reservedReads: 0 });
  const garminId = await readActivityId(id, ports.store.ledger);
  if (undo) {
    const record = await unignoreActivity(ports, garminId);
    stdout.write(record ? 'The next sync decides on it anew.\n' : `Activity ${garminId} is not ignored.\n`);
    return EXIT.done;
  }
  const { activity } = await findActivity(ports, garminId);
  const record = await ignoreActivity(ports, activity);
  const undoing = `\`garmin2strava ignore ${garminId} --undo\` takes that back.`;
  stdout.write(record ? `${nameOf(activity)} is never uploaded. ${undoing}\n` : `It is ignored already. ${undoing}\n`);
  return EXIT.done;
}
