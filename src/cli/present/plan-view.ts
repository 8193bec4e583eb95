import type { Decision, Reason } from '../../sync/decision.ts';
import type { Plan } from '../../sync/planning.ts';
import { oneLine, pad, truncate, widest, wrap } from './columns.ts';
import { REASON_WORDS } from './reason-words.ts';
import type { Paint } from './style.ts';

/** From this many columns on the reason stands on the same line. */
const WIDE = 110;
const GAP = '  ';
const WHEN = 16;
const DISTANCE = 8;
const ACTION = 6;
/** More rows than this are shown by their first and last ones. */
const MOST = 60;
const ENDS = 10;
const SPORTS = 5;

interface Look {
  readonly paint: Paint;
  /** Null where the output is no terminal: nothing is cut then. */
  readonly columns: number | null;
}

/** The plan as a table, oldest first. What an earlier run has dealt with is counted, not listed. */
export function planView(plan: Plan, look: Look): string {
  const listed = plan.decisions.filter((it) => !isOldNews(it));
  const lines = listed.length > 0 ? [...shortened(listed, look), ''] : [];
  const old = plan.decisions.filter(isOldNews);
  if (old.length > 0) lines.push(look.paint('dim', wrap(`Dealt with before: ${tally(old)}.`, look.columns)));
  for (const { activity, detail } of old.filter(({ reason }) => reason === 'failed')) {
    lines.push(look.paint('dim', wrap(`  ${nameOf(activity)}: ${oneLine(detail)}`, look.columns, 4)));
  }
  for (const { garminId, problem } of plan.rejected) {
    const told = `Skipped a row of Garmin's list (${garminId ?? 'no id'}): ${problem}.`;
    lines.push(look.paint('yellow', wrap(told, look.columns)));
  }
  lines.push(headline(plan));
  return `${lines.join('\n')}\n`;
}

/** A screen is no place for thousands of rows; a file or a pipe gets them all. */
function shortened(decisions: readonly Decision[], look: Look): readonly string[] {
  if (look.columns === null || decisions.length <= MOST) return table(decisions, look);
  const rows = table([...decisions.slice(0, ENDS), ...decisions.slice(-ENDS)], look);
  const middle = decisions.slice(ENDS, -ENDS);
  const half = Math.ceil((rows.length - 1) / 2) + 1;
  const told = `… ${middle.length} more between them: ${bySport(middle)}. \`| cat\` shows them all.`;
  return [...rows.slice(0, half), look.paint('dim', wrap(told, look.columns, 2)), ...rows.slice(half)];
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

function headline({ decisions, trouble }: Plan): string {
  const uploads = decisions.filter(({ kind }) => kind === 'upload').length;
  if (uploads > 0) return `${uploads} to upload.`;
  if (trouble) return 'Nothing can be uploaded now.';
  return decisions.length > 0 ? 'Nothing to upload.' : 'Garmin lists nothing in this range.';
}

function isOldNews({ kind, record, write }: Decision): boolean {
  return kind === 'skip' && record !== null && write === null;
}

/** `7 uploaded, 1 found on Strava` */
function tally(decisions: readonly Decision[]): string {
  const counts = new Map<Reason, number>();
  for (const { reason } of decisions) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${REASON_WORDS[reason]}`).join(', ');
}

const ACTION_COLOURS = { upload: 'green', skip: 'dim', wait: 'yellow', fail: 'red' } as const;

function table(decisions: readonly Decision[], { paint, columns }: Look): readonly string[] {
  const isWide = columns === null || columns >= WIDE;
  const sport = widest(
    decisions.map(({ activity }) => activity.type),
    { least: 5, most: isWide ? 24 : 18 },
  );
  const names = decisions.map(({ activity }) => nameOf(activity));
  const fixed = WHEN + sport + DISTANCE + ACTION + 4 * GAP.length;
  const name = widest(names, { least: 4, most: isWide ? 34 : Math.max(10, (columns ?? 80) - fixed) });
  const cells = (texts: readonly [string, string, string, string, string]) =>
    [
      pad(texts[0], WHEN),
      pad(truncate(texts[1], name), name),
      pad(truncate(texts[2], sport), sport),
      pad(texts[3], DISTANCE, 'right'),
      pad(texts[4], ACTION),
    ].join(GAP);
  const header = `${cells(['WHEN', 'NAME', 'SPORT', 'DISTANCE', 'ACTION'])}${isWide ? `${GAP}WHY` : ''}`;
  const rows = decisions.flatMap((it, index) => {
    const { activity, kind } = it;
    const when = activity.startTimeLocal.slice(0, WHEN);
    const line = cells([when, names[index] ?? '', activity.type, kilometres(activity.distance), kind]);
    const start = line.slice(0, line.length - ACTION);
    const coloured = `${start}${paint(ACTION_COLOURS[kind], pad(kind, ACTION))}`;
    const why = oneLine(it.detail);
    if (!isWide) return [coloured.trimEnd(), paint('dim', `${' '.repeat(WHEN)}${GAP}${why}`)];
    const room = columns === null ? Number.POSITIVE_INFINITY : columns - fixed - name - GAP.length;
    return [`${coloured}${GAP}${truncate(why, room)}`];
  });
  return [paint('bold', header.trimEnd()), ...rows];
}

export function nameOf({ name, type, id }: Decision['activity']): string {
  return oneLine(name ?? '') || `${type} ${id}`;
}

function kilometres(metres: number | null): string {
  return metres === null || metres === 0 ? '–' : `${(metres / 1000).toFixed(1)} km`;
}
