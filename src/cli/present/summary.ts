import type { Decision } from '../../sync/decision.ts';
import { RateLimitedError } from '../../sync/errors.ts';
import { STRAVA_ACTIVITY_PAGE } from '../../sync/links.ts';
import type { SyncOutcome } from '../../sync/sync.ts';
import { oneLine, truncate, wrap } from './columns.ts';
import { nameOf } from './name-of.ts';
import type { Paint } from './style.ts';
import { countsOf } from './sync-json.ts';
import { dateTime } from './times.ts';

/** What a run has done, and what is left for the user to do. `command` is what carries a dry run out. */
export function summary(
  outcome: SyncOutcome,
  { paint, columns, command }: { readonly paint: Paint; readonly columns: number | null; readonly command: string },
): string {
  if (outcome.dryRun) {
    const next = outcome.planned > 0 ? ` \`${command}\` does it.` : '';
    return `${wrap(`Dry run: nothing was changed.${next}`, columns)}\n`;
  }
  if (outcome.declined) return 'Nothing was uploaded.\n';
  const { uploaded, skipped, pending, failed } = countsOf(outcome);
  const parts = [
    `${uploaded} uploaded`,
    `${skipped} skipped`,
    ...(pending > 0 ? [`${pending} waiting`] : []),
    ...(failed > 0 ? [paint('red', `${failed} failed`)] : []),
  ];
  const lines = [`${paint('bold', 'Done:')} ${parts.join(', ')}.`];
  const waiting = outcome.decisions.filter(({ reason }) => reason === 'rate-limited');
  const left = waiting.length + outcome.later;
  if (left > 0 && outcome.trouble instanceof RateLimitedError) {
    lines.push(`  ${paint('yellow', '…')} ${left} left, next at ${dateTime(outcome.trouble.until)} UTC`);
  }
  const worthALine = outcome.decisions.filter(
    (it) => it.kind === 'fail' || (it.kind === 'wait' && it.reason !== 'rate-limited'),
  );
  const shown = worthALine.slice(0, MOST);
  lines.push(...shown.map((it) => `  ${sign(it, paint)} ${nameOf(it.activity)}: ${oneLine(it.detail)}`));
  if (shown.length < worthALine.length) lines.push(`  and ${worthALine.length - shown.length} more`);
  const failures = worthALine.filter(({ kind }) => kind === 'fail');
  if (failures.length > 0) lines.push(`  ${mending(failures)}`);
  if (outcome.interrupted) lines.push(INTERRUPTED);
  return `${lines.map((line) => wrap(line, columns, 4)).join('\n')}\n`;
}

/** Where a person can do something about what has failed. */
function mending(failures: readonly Decision[]): string {
  const [first] = failures;
  if (failures.length > 1 || !first) return '`garmin2strava history --state failed` shows them with their ids.';
  return `\`garmin2strava why ${first.activity.id}\` says what can be done about it.`;
}

export const INTERRUPTED = 'Interrupted. Run the same command again: it goes on where it stopped.';

/** Of many troubles the first ones do. */
const MOST = 20;
/** So long a name leaves room for the link in 80 columns. */
const NAME = 30;

/** One line for an activity that is done with, as it happens. */
export function resultLine({ activity, kind, reason, detail, stravaIds }: Decision, paint: Paint): string {
  const name = paint('bold', truncate(nameOf(activity), NAME));
  if (kind !== 'upload') return `${name}: ${reason === 'duplicate' ? 'already on Strava' : oneLine(detail)}`;
  if (stravaIds.length !== 1) return `${name}: ${stravaIds.length} activities on Strava`;
  const [, remark] = /^uploaded; (.+)$/.exec(oneLine(detail)) ?? [];
  const link = paint('dim', `${STRAVA_ACTIVITY_PAGE}${stravaIds[0]}`);
  return `${name}: ${link}${remark === undefined ? '' : ` (${remark})`}`;
}

function sign({ kind }: Decision, paint: Paint): string {
  return kind === 'fail' ? paint('red', '✗') : paint('yellow', '…');
}
