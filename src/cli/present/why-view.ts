import type { Actions } from '../../sync/actions.ts';
import type { Decision, Reason } from '../../sync/decision.ts';
import { garminPage, STRAVA_ACTIVITY_PAGE } from '../../sync/links.ts';
import type { Comparison } from '../../sync/match.ts';
import type { Explanation, Step } from '../../sync/single/why.ts';
import { toIso } from '../../sync/time.ts';
import { actionsWords } from './actions-words.ts';
import { oneLine, wrap } from './columns.ts';
import { recordJson } from './history-view.ts';
import { nameOf } from './name-of.ts';
import type { Look } from './style.ts';

const STEP_WORDS: Readonly<Record<Step, string>> = {
  ledger: 'was it dealt with before?',
  rules: 'does a rule of yours keep it away?',
  recording: 'was it typed in by hand, without a recording?',
  id: 'is it on Strava under its own id?',
  start: 'does one on Strava begin within two minutes of it, in the same sport?',
  overlap: 'does one on Strava overlap it by 70 % or more?',
  'hidden start': 'is it like one on Strava whose start is hidden?',
};
const SIGNS = { decided: '→', passed: ' ', unreached: '·' } as const;
const ANSWERS = { decided: 'yes', passed: 'no', unreached: '' } as const;
const OUTCOMES = { upload: 'It is uploaded by the next sync', wait: 'It waits', fail: 'It has failed' } as const;
/** Why it stays as it is. */
const SKIPPED: Readonly<Record<Reason, string>> = {
  uploaded: 'It is on Strava',
  'on-strava': 'It is on Strava already',
  duplicate: 'It is on Strava already',
  'likely-duplicate': 'It may be on Strava already',
  filtered: 'A rule keeps it away',
  'no-file': 'There is no file to upload',
  ignored: 'It stays away',
  removed: 'It was taken away from Strava',
  failed: 'It has failed',
  new: 'It is new',
  pending: 'It waits',
  'rate-limited': 'It waits',
};

const BEYOND_SYNC = 'It is not on Strava yet, and older than what a sync looks at by itself.';

/** `why`: the ladder, step by step, and what was compared. */
export function whyView(
  { decision, steps, compared, isBeyondSync }: Explanation,
  { paint, columns }: Look,
  actions: Actions,
): string {
  const { activity, reason, stravaIds } = decision;
  const made = decision.kind === 'upload' ? actionsWords(activity, actions) : '';
  const lines = [
    paint(
      'bold',
      wrap(`${nameOf(activity)}, ${oneLine(activity.type)}, ${activity.startTimeLocal.slice(0, 16)}`, columns),
    ),
    ...linesOf(garminPage(activity.id)),
    ...stravaIds.map((id) => `  ${STRAVA_ACTIVITY_PAGE}${id}`),
    ...(activity.deviceId === null ? [] : [`  recorded by device ${oneLine(activity.deviceId)}`]),
    '',
    ...steps.map(({ step, result }, at) => {
      const text = `${SIGNS[result]} ${at + 1}. ${STEP_WORDS[step]} ${ANSWERS[result]}`.trimEnd();
      return paint(result === 'decided' ? 'green' : 'dim', wrap(text, columns, 5));
    }),
    '',
    wrap(isBeyondSync ? BEYOND_SYNC : verdict(decision), columns),
    ...(made ? [wrap(`Will be set on Strava: ${made}.`, columns)] : []),
    ...(isBeyondSync ? [wrap(`Next: ${bringing(activity)}`, columns, 6)] : []),
    ...(reason === 'failed' ? [wrap(`Next: ${mending(decision)}`, columns, 6)] : []),
    ...(reason === 'likely-duplicate' ? [wrap(`Next: ${settling(activity.id)}`, columns, 6)] : []),
    ...(compared ? ['', ...comparisons(compared, columns)] : compareAnew(decision, columns)),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf(address: string | null): readonly string[] {
  return address === null ? [] : [`  ${address}`];
}

function verdict({ kind, reason, detail }: Decision): string {
  const what = kind === 'skip' ? SKIPPED[reason] : OUTCOMES[kind];
  return `${what}: ${oneLine(detail).replace(/\.$/, '')}.`;
}

/** What was decided by what Strava had then can be looked at as it is now. */
function compareAnew({ activity, reason }: Decision, columns: number | null): readonly string[] {
  if (reason !== 'on-strava' && reason !== 'likely-duplicate') return [];
  return [wrap(`\`garmin2strava why ${activity.id} --fresh\` compares it with what Strava has now.`, columns)];
}

function bringing({ id, startTimeLocal }: Decision['activity']): string {
  const day = startTimeLocal.slice(0, 10);
  return `\`garmin2strava push ${id}\` uploads it, \`garmin2strava sync --since ${day}\` all from that day on.`;
}

function mending({ activity: { id }, record }: Decision): string {
  const left = `\`garmin2strava ignore ${id}\` leaves it out for good.`;
  if (record === null || record.retryAt !== null) return `It is tried again by itself; ${left}`;
  return `It is not tried again by itself: \`garmin2strava retry ${id}\` does, ${left}`;
}

function settling(id: string): string {
  return `\`garmin2strava push ${id} --force\` uploads it all the same, \`garmin2strava ignore ${id}\` settles it.`;
}

function comparisons(compared: readonly Comparison[], columns: number | null): readonly string[] {
  if (compared.length === 0) return ['Strava has nothing on those days.'];
  return [
    "Strava's activities of those days, the nearest first:",
    ...compared.map((it) => wrap(`  ${comparisonText(it)}`, columns, 4)),
  ];
}

function comparisonText({ row, startsAfter, sameSport, overlap }: Comparison): string {
  const start = Math.abs(startsAfter) < 1 ? 'same start' : `starts ${lengthOf(startsAfter)}`;
  const sport = sameSport === null ? 'sport unclear' : sameSport ? 'same sport' : 'another sport';
  const source = row.externalId === null ? 'no external id' : oneLine(row.externalId);
  return `${row.id} ${oneLine(row.name)} (${row.sportType ?? '–'}): ${start}, ${sport}, ${Math.round(overlap * 100)} % overlap, ${source}`;
}

function lengthOf(seconds: number): string {
  const size = Math.abs(seconds);
  const text =
    size < 120
      ? `${Math.round(size)} s`
      : size < 7_200
        ? `${Math.round(size / 60)} min`
        : `${Math.round(size / 3_600)} h`;
  return `${text} ${seconds > 0 ? 'later' : 'earlier'}`;
}

/** `why --json`. */
export function whyJson({ decision, steps, compared, isBeyondSync }: Explanation): string {
  const { activity, kind, reason, detail, stravaIds, record } = decision;
  return `${JSON.stringify(
    {
      schemaVersion: 1,
      garminId: activity.id,
      name: activity.name,
      type: activity.type,
      startTime: toIso(activity.startTime),
      deviceId: activity.deviceId,
      decision: kind,
      ...{ reason, detail, stravaIds, isBeyondSync, steps },
      compared:
        compared?.map(({ row, startsAfter, sameSport, overlap }) => ({
          stravaId: row.id,
          name: row.name,
          sportType: row.sportType,
          startTime: toIso(row.startTime),
          externalId: row.externalId,
          ...{ startsAfter, sameSport, overlap },
        })) ?? null,
      ledger: record && record.version > 0 ? recordJson(record) : null,
    },
    null,
    2,
  )}\n`;
}
