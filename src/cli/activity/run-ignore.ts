import { isOnStrava, type LedgerRecord } from '../../sync/ledger.ts';
import { findActivity } from '../../sync/single/chosen.ts';
import { ignoreActivity, unignoreActivity } from '../../sync/single/ignore.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openPorts } from '../ports.ts';
import { columnsOf, wrap } from '../present/columns.ts';
import { nameOf } from '../present/name-of.ts';
import { readSettings } from '../settings.ts';
import { readActivityId } from './activity-id.ts';

export interface IgnoreFlags {
  readonly undo?: true;
}

/** `garmin2strava ignore`. @throws ToolError */
export async function runIgnore(context: Context, id: string, { undo }: IgnoreFlags): Promise<ExitCode> {
  const { env, stdout } = context;
  const ports = await openPorts(await readSettings(env), context, { readOnly: false, reservedReads: 0 });
  const say = (text: string) => void stdout.write(`${wrap(text, columnsOf(stdout), 0)}\n`);
  const garminId = await readActivityId(id, ports.store.ledger);
  if (undo) {
    const record = await unignoreActivity(ports, garminId);
    say(record === null ? `Activity ${garminId} is not ignored.` : undone(record));
    return EXIT.done;
  }
  const { activity, record: before } = await findActivity(ports, garminId);
  const record = await ignoreActivity(ports, activity);
  const undoing = `\`garmin2strava ignore ${garminId} --undo\` takes that back.`;
  const done = before && isOnStrava(before) ? 'is left alone; what is on Strava stays there.' : 'is never uploaded.';
  say(record ? `${nameOf(activity)} ${done} ${undoing}` : `It is ignored already. ${undoing}`);
  return EXIT.done;
}

function undone({ state, detail }: LedgerRecord): string {
  return state === 'seen' ? 'The next sync decides on it anew.' : `It is what it was before: ${detail}.`;
}
