import type { StravaActivity } from './activity.ts';
import { FileError, ServiceError } from './errors.ts';
import { isExternalId } from './external-id.ts';
import type { LedgerRecord, LegRecord } from './ledger.ts';
import type { UploadAnswer, UploadStatus, UploadTarget } from './ports.ts';
import { leastRequests, listAround } from './span.ts';
import { type Clock, HOUR, type Instant } from './time.ts';
import { updateLeg } from './transitions.ts';

/** An upload without an outcome after this long will have none (reported: "still processing" for days). */
const GIVE_UP_AFTER = 24 * HOUR;

/** From this many on, uploads are looked for with one listing instead of a question each. */
const MANY = 3;

/**
 * Asks Strava what became of the open uploads among `latest`, and puts what it learns there: one listing for many of them,
 * then a question for each that is left, `questions` at most. What was learnt before an error is there too.
 * @throws PauseError, AuthRequiredError, AppInactiveError
 */
export async function askAboutUploads(
  { target, clock }: { readonly target: UploadTarget; readonly clock: Clock },
  latest: Map<string, LedgerRecord>,
  questions = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const found of await findUploads(target, [...latest.values()], clock.now())) latest.set(found.garminId, found);
  const open = [...latest.values()].filter(({ state }) => state === 'uploading').slice(0, questions);
  for (const record of open) latest.set(record.garminId, await pollUploads(target, record, clock.now()));
}

/**
 * Finds, with one listing over all of them, what has become an activity: Strava's rows carry our external ids. What is not
 * there yet, or is a duplicate or refused, comes back as it was, and so does everything where there is little to gain.
 */
async function findUploads(
  target: UploadTarget,
  records: readonly LedgerRecord[],
  now: Instant,
): Promise<readonly LedgerRecord[]> {
  const activities = records.map(({ activity }) => activity);
  if (records.length < MANY || leastRequests(activities) >= records.length) return records;
  try {
    const rows = await listAround(target, activities);
    return records.map((record) => foundIn(rows, record, now));
  } catch (error) {
    if (error instanceof ServiceError) return records;
    throw error;
  }
}

function foundIn(rows: readonly StravaActivity[], record: LedgerRecord, now: Instant): LedgerRecord {
  let found = record;
  for (const { state, externalId, sessions } of record.legs) {
    if (state !== 'uploading') continue;
    const stravaIds = idsOf(rows, externalId);
    const isWhole = stravaIds.length >= Math.max(1, sessions);
    if (isWhole) found = updateLeg(found, externalId, { state: 'uploaded', stravaIds }, now);
  }
  return found;
}

/** Strava's ids of what came from one file, in the order in which it was done. */
function idsOf(rows: readonly StravaActivity[], externalId: string): readonly string[] {
  return rows
    .filter((row) => isExternalId(row.externalId, externalId))
    .sort((a, b) => a.startTime - b.startTime)
    .map(({ id }) => id);
}

/** True for an upload whose status is not waited for any longer: Strava's list has the last word. */
export function isOverdue({ state, updatedAt }: LedgerRecord, now: Instant): boolean {
  return state === 'uploading' && now - updatedAt > GIVE_UP_AFTER;
}

/**
 * Asks Strava about every upload of the record that has no outcome yet and returns the record as it stands then; it is
 * not stored here. An answer that cannot be used leaves it as it is.
 */
async function pollUploads(target: UploadTarget, record: LedgerRecord, now: Instant): Promise<LedgerRecord> {
  let polled = record;
  for (const leg of record.legs) {
    if (leg.state !== 'uploading' || leg.uploadId === null) continue;
    const status = await statusOf(target, leg.uploadId);
    const change = status && legChange(status);
    if (change) polled = updateLeg(polled, leg.externalId, change, now);
  }
  return polled;
}

/** Null where there is no answer that can be used; a refused question says nothing about the file. */
async function statusOf(target: UploadTarget, uploadId: string): Promise<UploadStatus | null> {
  try {
    return await target.uploadStatus(uploadId);
  } catch (error) {
    if (error instanceof ServiceError || error instanceof FileError) return null;
    throw error;
  }
}

/** Null while there is nothing new to write down. */
export function legChange(status: UploadAnswer | UploadStatus): Partial<LegRecord> | null {
  switch (status.kind) {
    case 'pending':
      return null;
    case 'accepted':
      return { state: 'uploading', uploadId: status.uploadId };
    case 'created':
      return { state: 'uploaded', stravaIds: [status.stravaId] };
    case 'duplicate':
      return { state: 'duplicate', stravaIds: status.stravaId === null ? [] : [status.stravaId] };
    case 'failed':
      return { state: 'failed', detail: status.detail };
    case 'unknown':
      // Strava forgot the upload: back to the question whether it ever arrived, which its list answers.
      return { state: 'claimed', uploadId: null };
  }
}

/** True while a file with several sessions is known at Strava under the one id only that the upload's status tells. */
export function lacksSessions(record: LedgerRecord): boolean {
  return record.legs.some((leg) => leg.state === 'uploaded' && leg.sessions > 1 && leg.stravaIds.length === 1);
}

/** Takes it that there are no more: Strava makes fewer activities of some files than they have sessions. */
export function closeSessions(record: LedgerRecord): LedgerRecord {
  return { ...record, legs: record.legs.map((leg) => ({ ...leg, sessions: leg.stravaIds.length || leg.sessions })) };
}

/** Adds the Strava ids of all sessions: they share the external id of the file that they came from. */
export function addSessions(record: LedgerRecord, rows: readonly StravaActivity[], now: Instant): LedgerRecord {
  let complete = record;
  for (const leg of record.legs) {
    if (leg.state !== 'uploaded' || leg.sessions < 2) continue;
    const stravaIds = [...new Set([...idsOf(rows, leg.externalId), ...leg.stravaIds])];
    complete = updateLeg(complete, leg.externalId, { stravaIds }, now);
  }
  return complete;
}
