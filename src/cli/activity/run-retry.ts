import { UsageError } from '../../sync/errors.ts';
import type { Ledger } from '../../sync/ports.ts';
import { retryFailed } from '../../sync/single/retry-failed.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openStore } from '../ports.ts';
import { runSync } from '../run-sync.ts';
import { readSettings } from '../settings.ts';
import { readActivityId } from './activity-id.ts';

export interface RetryFlags {
  readonly later?: true;
  readonly input: boolean;
  readonly json?: true;
}

/** `garmin2strava retry`. @throws ToolError */
export async function runRetry(context: Context, id: string | undefined, flags: RetryFlags): Promise<ExitCode> {
  const { stdout, stderr, clock } = context;
  const store = await openStore(await readSettings(context.env), context);
  const garminId = id === undefined ? null : await readActivityId(id, store.ledger);
  if (garminId !== null) await refuseUnknown(store.ledger, garminId);
  const garminIds = await retryFailed({ store, clock }, garminId);
  if (garminIds.length === 0 || flags.later) {
    stdout.write(flags.json ? dueJson(garminIds) : dueText(garminIds, garminId));
    return EXIT.done;
  }
  stderr.write(`Trying ${garminIds.length} again.\n`);
  const { input, json } = flags;
  return runSync(context, { rules: {}, only: { garminIds, force: false }, input, yes: true, ...(json && { json }) });
}

function dueText(due: readonly string[], garminId: string | null): string {
  if (due.length > 0) return `${due.length} to be tried again by the next run.\n`;
  return garminId === null ? 'Nothing has failed.\n' : `Activity ${garminId} has not failed.\n`;
}

/** `retry --json` where nothing is tried now: what the next run tries. */
function dueJson(due: readonly string[]): string {
  return `${JSON.stringify({ schemaVersion: 1, due }, null, 2)}\n`;
}

async function refuseUnknown(ledger: Pick<Ledger, 'get'>, garminId: string): Promise<void> {
  if ((await ledger.get([garminId])).has(garminId)) return;
  throw new UsageError({
    message: `The ledger knows no activity ${garminId}.`,
    hint: `\`garmin2strava history\` shows what it knows, \`garmin2strava push ${garminId}\` uploads one that it does not know.`,
  });
}
