import { actionsFor, type Sports } from '../../sync/actions.ts';
import type { Decision, Reason } from '../../sync/decision.ts';
import type { Plan } from '../../sync/planning.ts';
import { actionsWords } from './actions-words.ts';
import { oneLine, wrap } from './columns.ts';
import { nameOf } from './name-of.ts';
import { REASON_WORDS } from './reason-words.ts';
import type { Look } from './style.ts';
import { table } from './table.ts';

/** From this many columns on the reason stands on the same line. */
const WIDE = 110;
const WHEN = 16;
const DISTANCE = 8;
const ACTION = 6;
/** More rows than this are shown by their first and last ones. */
const MOST = 60;
const ENDS = 10;
const HEADER = 1;
const SPORTS = 5;

export interface PlanViewOptions {
  /** List also what an earlier run has dealt with, instead of counting it. */
  readonly all: boolean;
  /** What is made of activities on their way. */
  readonly sports: Sports;
}

/** The plan as a table, oldest first. */
export function planView(plan: Plan, look: Look, { all, sports }: PlanViewOptions): string {
  const isOldNews = (decided: Decision) => !all && isKnown(decided);
  const listed = plan.decisions.filter((it) => !isOldNews(it));
  const lines = listed.length > 0 ? [...shortened(listed, look, sports), ''] : [];
  const old = plan.decisions.filter(isOldNews);
  if (old.length > 0) lines.push(look.paint('dim', wrap(`Dealt with before: ${tally(old)}.`, look.columns)));
  for (const { activity, detail } of old.filter(({ reason }) => reason === 'failed')) {
    lines.push(look.paint('dim', wrap(`  ${nameOf(activity)}: ${oneLine(detail)}`, look.columns, 4)));
  }
  for (const { garminId, problem } of plan.rejected) {
    const what = plan.source === 'folder' ? `${garminId}` : `a row of Garmin's list (${garminId ?? 'no id'})`;
    const told = oneLine(`Skipped ${what}: ${problem}.`);
    lines.push(look.paint('yellow', wrap(told, look.columns)));
  }
  lines.push(wrap(headline(plan), look.columns));
  return `${lines.join('\n')}\n`;
}

/** A screen is no place for thousands of rows; a file or a pipe gets them all. */
function shortened(decisions: readonly Decision[], look: Look, sports: Sports): readonly string[] {
  if (look.columns === null || decisions.length <= MOST) return rows(decisions, look, sports).flat();
  const shown = rows([...decisions.slice(0, ENDS), ...decisions.slice(-ENDS)], look, sports);
  const middle = decisions.slice(ENDS, -ENDS);
  const told = `… ${middle.length} more between them: ${bySport(middle)}. \`| cat\` shows them all.`;
  const half = HEADER + ENDS;
  return [...shown.slice(0, half).flat(), look.paint('dim', wrap(told, look.columns, 2)), ...shown.slice(half).flat()];
}

/** `1,204 running, 310 cycling, 24 others` */
function bySport(decisions: readonly Decision[]): string {
  const counts = new Map<string, number>();
  for (const { activity } of decisions) counts.set(activity.type, (counts.get(activity.type) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const others = sorted.slice(SPORTS).reduce((sum, [, count]) => sum + count, 0);
  const named = sorted.slice(0, SPORTS).map(([sport, count]) => `${count} ${sport}`);
  return [...named, ...(others > 0 ? [`${others} others`] : [])].join(', ');
}

function headline({ decisions, trouble, source, whole }: Plan): string {
  const uploads = decisions.filter(({ kind }) => kind === 'upload').length;
  if (uploads > 0) return `${uploads} to upload.`;
  if (trouble) return 'Nothing can be uploaded now.';
  if (decisions.length > 0) return 'Nothing to upload.';
  if (source === 'folder') return 'The folder holds nothing in this range.';
  if (whole) return 'Garmin lists nothing in this range.';
  return 'Garmin lists nothing new. `garmin2strava sync --since 30d`, `1y` or `all` looks further back.';
}

function isKnown({ kind, record, write }: Decision): boolean {
  return kind === 'skip' && record !== null && write === null;
}

/** `7 uploaded, 1 found on Strava` */
function tally(decisions: readonly Decision[]): string {
  const counts = new Map<Reason, number>();
  for (const { reason } of decisions) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${REASON_WORDS[reason]}`).join(', ');
}

const ACTION_COLOURS = { upload: 'green', skip: 'dim', wait: 'yellow', fail: 'red' } as const;

function whyText({ activity, kind, detail }: Decision, sports: Sports): string {
  const made = kind === 'upload' ? actionsWords(activity, actionsFor(sports, activity)) : '';
  return [oneLine(detail), made].filter(Boolean).join('; ');
}

function rows(decisions: readonly Decision[], look: Look, sports: Sports): readonly (readonly string[])[] {
  const isWide = look.columns === null || look.columns >= WIDE;
  const of = (text: (decided: Decision) => string) => decisions.map(text);
  return table(
    [
      { title: 'WHEN', cells: of(({ activity }) => activity.startTimeLocal.slice(0, WHEN)), least: WHEN, most: WHEN },
      { title: 'NAME', cells: of(({ activity }) => nameOf(activity)), least: 4, most: 34, isElastic: true },
      { title: 'SPORT', cells: of(({ activity }) => oneLine(activity.type)), least: 5, most: isWide ? 24 : 18 },
      {
        title: 'DISTANCE',
        cells: of(({ activity }) => kilometres(activity.distance)),
        ...{ least: DISTANCE, most: DISTANCE, align: 'right' },
      },
      {
        title: 'ACTION',
        cells: of(({ kind }) => kind),
        ...{ least: ACTION, most: ACTION },
        colours: decisions.map(({ kind }) => ACTION_COLOURS[kind]),
      },
    ],
    { title: 'WHY', cells: of((decided) => whyText(decided, sports)) },
    look,
  );
}

function kilometres(metres: number | null): string {
  return metres === null || metres === 0 ? '–' : `${(metres / 1000).toFixed(1)} km`;
}
