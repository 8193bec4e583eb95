import type { TickResult } from '../../sync/tick.ts';
import { type Instant, toIso } from '../../sync/time.ts';

/** One run in numbers and words; without secrets, for the log and for whoever invoked it. */
export interface TickReport {
  readonly event: 'tick';
  readonly at: string;
  readonly result: 'idle' | 'done' | 'planned' | 'busy' | 'trouble';
  readonly milliseconds: number;
  readonly uploaded?: number;
  readonly skipped?: number;
  readonly waiting?: number;
  readonly failed?: number;
  readonly toUpload?: number;
  /** What was done or would be done, without what was settled before. */
  readonly activities?: readonly object[];
  readonly trouble?: { readonly code: string; readonly message: string; readonly next: string };
  readonly note?: string;
}

export function tickReport(result: TickResult, startedAt: Instant, endedAt: Instant): TickReport {
  const base = { event: 'tick', at: toIso(startedAt), milliseconds: endedAt - startedAt } as const;
  switch (result.kind) {
    case 'idle':
      return { ...base, result: 'idle' };
    case 'busy':
      return { ...base, result: 'busy', note: result.by };
    case 'trouble':
      return { ...base, result: 'trouble', trouble: troubleOf(result.error) };
    case 'ran':
      return { ...base, ...ranReport(result.outcome) };
  }
}

type Ran = Extract<TickResult, { kind: 'ran' }>['outcome'];

function ranReport(outcome: Ran): Pick<TickReport, 'result'> & Partial<TickReport> {
  const { decisions, trouble, dryRun, interrupted, planned } = outcome;
  const count = (kind: string) => decisions.filter((it) => it.kind === kind).length;
  const news = decisions.filter(({ kind, record, write }) => kind !== 'skip' || record === null || write !== null);
  return {
    result: trouble ? 'trouble' : dryRun ? 'planned' : 'done',
    ...(dryRun ? { toUpload: planned } : { uploaded: count('upload') }),
    skipped: count('skip'),
    waiting: count('wait'),
    failed: count('fail'),
    ...(news.length > 0 && {
      activities: news.map(({ activity, kind, reason, detail, stravaIds }) => ({
        garminId: activity.id,
        decision: kind,
        reason,
        detail,
        stravaIds,
      })),
    }),
    ...(trouble && { trouble: troubleOf(trouble) }),
    ...(interrupted && { note: 'Out of time; the next run goes on.' }),
  };
}

function troubleOf({ code, message, hint }: { code: string; message: string; hint: string }) {
  return { code, message, next: hint };
}
