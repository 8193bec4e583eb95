import { namesOf } from '../../aws/deploy/names.ts';
import type { LogEvent } from '../../aws/hosts/log-host.ts';
import { SECOND } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { logJson, tickView } from '../present/tick-view.ts';
import { openDeployment } from './aws-session.ts';

const LOOK_EVERY = 3 * SECOND;

export interface LogFlags {
  /** How far back, in milliseconds. */
  readonly since: number;
  readonly follow?: true;
  readonly json?: true;
}

/** `garmin2strava logs`: a line a run, oldest first. @throws ToolError */
export async function showLogs(context: Context, flags: LogFlags): Promise<ExitCode> {
  const { stdout, stderr } = context;
  const kept: LogEvent[] = [];
  let isEmpty = true;
  for await (const event of logged(context, flags)) {
    isEmpty = false;
    if (flags.json) kept.push(event);
    else stdout.write(`${tickView(event.text)}\n`);
  }
  if (flags.json) stdout.write(logJson(kept));
  else if (isEmpty && !flags.follow) stderr.write('Nothing was logged in that time.\n');
  return EXIT.done;
}

/** Each event once, and with `follow` what comes until Ctrl-C. */
async function* logged(context: Context, { since, follow }: LogFlags): AsyncIterable<LogEvent> {
  const { clock, signal } = context;
  const { deployment, hosts } = await openDeployment(context);
  const { logGroup } = namesOf(deployment);
  const seen = new Set<string>();
  let from = clock.now() - since;
  for (;;) {
    for await (const event of hosts.logs.events(logGroup, from)) {
      if (!seen.has(event.id)) yield event;
      seen.add(event.id);
      from = Math.max(from, event.at);
    }
    if (!follow || signal.aborted) return;
    await clock.sleep(LOOK_EVERY, signal);
  }
}
