import { serviceName } from '../../sync/errors.ts';
import { isOnStrava, type LedgerRecord } from '../../sync/ledger.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openStore } from '../ports.ts';
import { runSync } from '../run-sync.ts';
import { readSettings } from '../settings.ts';
import { readActivityId } from './activity-id.ts';

export interface PushFlags {
  readonly force?: true;
  readonly yes?: true;
  readonly input: boolean;
  readonly json?: true;
}

/** `garmin2strava push`. @throws ToolError */
export async function runPush(context: Context, id: string, flags: PushFlags): Promise<ExitCode> {
  const { ledger } = await openStore(await readSettings(context.env), context);
  const garminId = await readActivityId(id, ledger);
  const record = (await ledger.get([garminId])).get(garminId);
  const mayDouble = flags.force && record !== undefined && isOnStrava(record);
  if (mayDouble && !(await isSure(context, flags, record.stravaIds))) {
    context.stdout.write('Nothing was uploaded.\n');
    return EXIT.done;
  }
  const { input, json } = flags;
  const only = { garminIds: [garminId], force: flags.force ?? false };
  const code = await runSync(context, { rules: {}, only, input, yes: true, ...(json && { json }) });
  if (only.force || json) return code;
  const now = (await ledger.get([garminId])).get(garminId);
  const left = record ? isSettled(record) : now?.hold === 'likely-duplicate';
  if (left) context.stderr.write(`\`garmin2strava push ${garminId} --force\` uploads it all the same.\n`);
  if (record?.state === 'failed' && now?.state === 'failed')
    context.stderr.write(`\`garmin2strava retry ${garminId}\` tries it again, where that may help.\n`);
  return code;
}

/** What a push leaves as it is. */
function isSettled(record: LedgerRecord): boolean {
  return isOnStrava(record) || record.state === 'ignored' || record.hold === 'likely-duplicate';
}

async function isSure({ prompts }: Context, { yes, input, json }: PushFlags, stravaIds: readonly string[]) {
  if (yes || json || !input || !prompts) return true;
  return prompts.confirm({
    message: `${serviceName('strava')} has it as ${stravaIds.join(', ') || 'an activity'}. Upload it once more?`,
    standard: false,
    without: 'Add --yes.',
  });
}
