import { UsageError } from '../sync/errors.ts';
import type { Bound, Range } from '../sync/range.ts';
import { DAY, type Instant } from '../sync/time.ts';

const SPANS: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/**
 * Reads a day (`2026-11-20`, the athlete's own calendar), a point in time (`2026-11-20T06:30:00Z`) or a time back from
 * now (`30d`, `2w`, `6m`, `1y`).
 * @throws UsageError
 */
function parseBound(text: string, option: string, now: Instant): Bound {
  const span = /^(\d{1,5})([dwmy])$/.exec(text);
  if (span) return { instant: now - Number(span[1]) * (SPANS[span[2] ?? ''] ?? 0) * DAY };
  if (isDay(text)) return { date: text };
  const instant = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return { instant };
  throw new UsageError({
    message: `${option} does not understand ${text}.`,
    hint: `Give a day (${option} 2026-11-01), a time back from now (30d, 2w, 6m, 1y)${option === '--since' ? ' or all' : ''}.`,
  });
}

/** Both ends of a range, as options give them. @throws UsageError, also where nothing can lie between them */
export function parseRange(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: Instant,
): Range {
  const from = since === undefined ? null : parseBound(since, '--since', now);
  const to = until === undefined ? null : parseBound(until, '--until', now);
  if (from === null || to === null || !isUpsideDown(from, to)) return { since: from, until: to };
  throw new UsageError({
    message: `--since ${since} is later than --until ${until}: nothing lies between them.`,
    hint: 'Give the earlier one to --since.',
  });
}

/** True where no day can lie between the two. A day has to be over everywhere before it counts as earlier. */
function isUpsideDown(since: Bound, until: Bound): boolean {
  if ('date' in since && 'date' in until) return since.date > until.date;
  const start = 'date' in since ? Date.parse(since.date) - DAY : since.instant;
  const end = 'date' in until ? Date.parse(until.date) + 2 * DAY : until.instant;
  return start > end;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
