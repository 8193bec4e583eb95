import type { Decision } from '../../sync/decision.ts';
import type { Forecast } from '../../sync/forecast.ts';
import { dateTime } from './times.ts';

/** What a large upload means: its span, and how long Strava's quota makes it take. */
export function outlookText(
  uploads: readonly Pick<Decision, 'activity'>[],
  { windows, days, doneAt }: Forecast,
): string {
  const dates = uploads.map(({ activity }) => activity.startTimeLocal.slice(0, 10)).sort();
  const span = `from ${dates[0]} to ${dates.at(-1)}`;
  return (
    `${uploads.length} activities ${span} are more than Strava's quota takes at once: ` +
    `${plural(windows, 'quarter hour')} on ${plural(days, 'day')}, done about ${dateTime(doneAt)} UTC. ` +
    'Whenever it is stopped, the same command goes on with what is left.'
  );
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
