import type { Decision } from '../../sync/decision.ts';
import { ToolError } from '../../sync/errors.ts';
import type { QuotaUsage } from '../../sync/quota.ts';
import type { SyncOutcome } from '../../sync/sync.ts';
import { toIso } from '../../sync/time.ts';
import { nameOf } from './name-of.ts';

export interface Counts {
  readonly uploaded: number;
  readonly skipped: number;
  readonly pending: number;
  readonly failed: number;
  readonly planned: number;
}

export function countsOf({ decisions, planned }: Pick<SyncOutcome, 'decisions' | 'planned'>): Counts {
  const count = (test: (decided: Decision) => boolean) => decisions.filter(test).length;
  return {
    uploaded: count(({ kind, record }) => kind === 'upload' && record?.state === 'uploaded'),
    skipped: count(({ kind }) => kind === 'skip'),
    pending: count(({ kind }) => kind === 'wait'),
    failed: count(({ kind }) => kind === 'fail'),
    planned,
  };
}

/** The documented object of `sync --json`. */
export function syncJson(outcome: SyncOutcome, quota: QuotaUsage | null): string {
  const { dryRun, decisions, trouble } = outcome;
  const activities = decisions.map(({ activity, kind, reason, detail, stravaIds, uploadId }) => ({
    garminId: activity.id,
    name: nameOf(activity),
    type: activity.type,
    startTime: toIso(activity.startTime),
    decision: kind,
    reason,
    detail,
    stravaIds,
    uploadId,
  }));
  const counts = countsOf(outcome);
  const error = trouble ? { error: errorObject(trouble) } : {};
  return `${JSON.stringify({ schemaVersion: 1, dryRun, activities, counts, quota, ...error }, null, 2)}\n`;
}

/** The same object where there is no plan at all: every field is there, and `error` says why they are empty. */
export function noSyncJson(error: unknown, { dryRun }: { readonly dryRun: boolean }): string {
  const counts: Counts = { uploaded: 0, skipped: 0, pending: 0, failed: 0, planned: 0 };
  const nothing = { schemaVersion: 1, dryRun, activities: [], counts, quota: null };
  return `${JSON.stringify({ ...nothing, error: errorObject(error) }, null, 2)}\n`;
}

/** What a reading command says with `--json` when it could not do its work. */
export function errorJson(error: unknown): string {
  return `${JSON.stringify({ schemaVersion: 1, error: errorObject(error) }, null, 2)}\n`;
}

function errorObject(error: unknown): { code: string; message: string; hint: string | null } {
  if (error instanceof ToolError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error), hint: null };
}
