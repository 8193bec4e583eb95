import * as v from 'valibot';
import { ConflictError } from '../../sync/errors.ts';
import type { Documents } from '../../sync/ports.ts';
import { type Instant, MINUTE } from '../../sync/time.ts';
import type { TickReport } from './tick-report.ts';

export const RUN_STATUS = 'state/status';
/** A run that changes nothing is noted this often at most: an idle tick writes nothing. */
const NOTE_EVERY = 15 * MINUTE;

const Status = v.object({
  lastRunAt: v.number(),
  lastSuccessAt: v.nullable(v.number()),
  lastUploadAt: v.nullable(v.number()),
  uploaded: v.number(),
  trouble: v.nullable(v.object({ code: v.string(), message: v.string(), next: v.string(), since: v.number() })),
});

/** How the deployment is doing, as its own runs noted it. */
export type RunStatus = v.InferOutput<typeof Status>;

export function readRunStatus(stored: unknown): RunStatus | null {
  const parsed = v.safeParse(Status, stored);
  return parsed.success ? parsed.output : null;
}

/** Notes a run in the store where it tells anything new. `last` is what was noted before, as far as it is known here. */
export async function noteRun(
  documents: Documents,
  report: TickReport,
  now: Instant,
  last: RunStatus | null,
): Promise<RunStatus | null> {
  if (last && !isNews(report, now, last)) return last;
  const stored = await documents.read(RUN_STATUS);
  const next = after(report, now, readRunStatus(stored?.value ?? null));
  try {
    await documents.write(RUN_STATUS, next, stored?.version ?? 0);
    return next;
  } catch (error) {
    // Another run noted itself meanwhile; the next one looks again.
    if (error instanceof ConflictError) return null;
    throw error;
  }
}

function isNews(report: TickReport, now: Instant, last: RunStatus): boolean {
  const hasChanged = (report.trouble?.code ?? null) !== (last.trouble?.code ?? null);
  return hasChanged || (report.uploaded ?? 0) > 0 || now - last.lastRunAt >= NOTE_EVERY;
}

function after(report: TickReport, now: Instant, before: RunStatus | null): RunStatus {
  const uploaded = report.uploaded ?? 0;
  const { trouble } = report;
  const isSame = trouble !== undefined && before?.trouble?.code === trouble.code;
  return {
    lastRunAt: now,
    lastSuccessAt: trouble || report.result === 'busy' ? (before?.lastSuccessAt ?? null) : now,
    lastUploadAt: uploaded > 0 ? now : (before?.lastUploadAt ?? null),
    uploaded: (before?.uploaded ?? 0) + uploaded,
    trouble: trouble ? { ...trouble, since: isSame ? (before?.trouble?.since ?? now) : now } : null,
  };
}
