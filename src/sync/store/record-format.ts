import * as v from 'valibot';
import { HOLDS, LEDGER_STATES, type LedgerRecord } from '../ledger.ts';

const nullableText = v.nullable(v.string());
const nullableNumber = v.nullable(v.number());

const Leg = v.object({
  externalId: v.string(),
  state: v.picklist(['claimed', 'uploading', 'uploaded', 'duplicate', 'failed']),
  uploadId: nullableText,
  sessions: v.number(),
  stravaIds: v.array(v.string()),
  detail: nullableText,
});

const Summary = v.object({
  name: nullableText,
  type: v.string(),
  parentTypeId: nullableNumber,
  startTime: v.number(),
  startTimeLocal: v.string(),
  duration: nullableNumber,
  elapsedDuration: nullableNumber,
  distance: nullableNumber,
  multisport: v.boolean(),
});

// Keys that a newer version added are dropped here, not refused.
const Stored = v.object({
  schemaVersion: v.literal(1),
  garminId: v.string(),
  state: v.picklist(LEDGER_STATES),
  activity: Summary,
  legs: v.array(Leg),
  stravaIds: v.array(v.string()),
  detail: v.string(),
  attempts: v.number(),
  retryAt: nullableNumber,
  hold: v.nullable(v.picklist(HOLDS)),
  updatedAt: v.number(),
  alone: v.optional(v.literal(true)),
});

/** One line of JSON. The version is not in it: the store knows it by other means. */
export function writeRecord({ version: _, ...record }: LedgerRecord): string {
  return `${JSON.stringify({ schemaVersion: 1, ...record })}\n`;
}

/** Null for anything that {@link writeRecord} did not write. */
export function readRecord(json: string, version: number): LedgerRecord | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), json);
  if (!parsed.success) return null;
  const { schemaVersion: _, ...record } = parsed.output;
  return { ...record, version };
}
