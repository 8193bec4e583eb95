import type { Decision } from '../../sync/decision.ts';
import { STRAVA_ACTIVITY_PAGE } from '../../sync/strava/links.ts';
import type { SyncOutcome } from '../../sync/sync.ts';
import { oneLine } from './columns.ts';
import { nameOf } from './plan-view.ts';
import type { Paint } from './style.ts';
import { countsOf } from './sync-json.ts';

/** What a run has done, and what is left for the user to do. */
export function summary(outcome: SyncOutcome, paint: Paint): string {
  if (outcome.dryRun) return 'Dry run: nothing was changed. `garmin2strava sync` does it.\n';
  const { uploaded, skipped, pending, failed } = countsOf(outcome);
  const parts = [
    `${uploaded} uploaded`,
    `${skipped} skipped`,
    ...(pending > 0 ? [`${pending} waiting`] : []),
    ...(failed > 0 ? [paint('red', `${failed} failed`)] : []),
  ];
  const lines = [`${paint('bold', 'Done:')} ${parts.join(', ')}.`];
  const worthALine = outcome.decisions.filter(({ kind }) => kind === 'fail' || kind === 'wait');
  lines.push(...worthALine.map((it) => `  ${sign(it, paint)} ${nameOf(it.activity)}: ${oneLine(it.detail)}`));
  if (outcome.interrupted) lines.push('Interrupted. Run the same command again: it goes on where it stopped.');
  return `${lines.join('\n')}\n`;
}

/** One line for an activity that is done with, as it happens. */
export function resultLine({ activity, kind, reason, detail, stravaIds }: Decision, paint: Paint): string {
  const name = paint('bold', nameOf(activity));
  if (kind !== 'upload') return `${name}: ${reason === 'duplicate' ? 'already on Strava' : oneLine(detail)}`;
  const links = stravaIds.length === 1 ? ` ${STRAVA_ACTIVITY_PAGE}${stravaIds[0]}` : ` ${stravaIds.length} activities`;
  return `${name}: uploaded,${paint('dim', links)}`;
}

function sign({ kind }: Decision, paint: Paint): string {
  return kind === 'fail' ? paint('red', '✗') : paint('yellow', '…');
}
