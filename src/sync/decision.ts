import type { GarminActivity } from './activity.ts';
import { RateLimitedError, type ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';

export type DecisionKind = 'upload' | 'skip' | 'wait' | 'fail';

export type Reason =
  | 'new'
  | 'uploaded'
  | 'on-strava'
  | 'duplicate'
  | 'likely-duplicate'
  | 'filtered'
  | 'no-file'
  | 'ignored'
  | 'removed'
  | 'pending'
  | 'failed'
  | 'rate-limited';

/** What is (to be) done with one activity, and why. A plan is a list of these; so is the result of a run. */
export interface Decision {
  readonly activity: GarminActivity;
  readonly kind: DecisionKind;
  readonly reason: Reason;
  /** One sentence for people. */
  readonly detail: string;
  readonly stravaIds: readonly string[];
  readonly uploadId: string | null;
  /** The ledger's record as far as it is stored; null where there is none yet. */
  readonly record: LedgerRecord | null;
  /** The record that a real run writes for this decision; null where it has nothing to write before it acts. */
  readonly write: LedgerRecord | null;
}

export function decision(
  activity: GarminActivity,
  kind: DecisionKind,
  reason: Reason,
  facts: { readonly detail: string; readonly record?: LedgerRecord | null; readonly write?: LedgerRecord | null },
): Decision {
  const { detail, record = null, write = null } = facts;
  const shown = write ?? record;
  const uploadId = shown?.legs.find((leg) => leg.state === 'uploading')?.uploadId ?? null;
  return { activity, kind, reason, detail, stravaIds: shown?.stravaIds ?? [], uploadId, record, write };
}

/** The reason of an activity that waits because of what ended the run. */
export function waitReason(trouble: ToolError | null): Extract<Reason, 'rate-limited' | 'pending'> {
  return trouble instanceof RateLimitedError ? 'rate-limited' : 'pending';
}
