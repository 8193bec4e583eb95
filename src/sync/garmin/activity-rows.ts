import * as v from 'valibot';
import type { GarminActivity } from '../activity.ts';
import type { ActivityPage, RejectedRow } from '../ports.ts';

const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\S+$/));
// What a 2026 list leaves out, a 2021 list carries as null; a field of another kind is as good as absent.
const text = v.optional(v.fallback(v.nullable(v.string()), null), null);
const amount = v.optional(v.fallback(v.nullable(v.number()), null), null);
const flag = v.optional(v.fallback(v.nullable(v.boolean()), null), null);
const id = v.optional(v.fallback(v.nullable(Id), null), null);
const Stamp = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}/, 'no time stamp'));

const Row = v.object({
  activityId: Id,
  activityName: text,
  description: text,
  startTimeGMT: v.optional(v.nullable(Stamp), null),
  beginTimestamp: amount,
  startTimeLocal: v.optional(v.fallback(v.nullable(Stamp), null), null),
  activityType: v.optional(v.fallback(v.nullable(v.object({ typeKey: text, parentTypeId: amount })), null), null),
  duration: amount,
  elapsedDuration: amount,
  distance: amount,
  manualActivity: flag,
  parent: flag,
  hasPolyline: flag,
  deviceId: id,
  manufacturer: text,
  locationName: text,
});

/** Reads one page of Garmin's list; rows that cannot be understood are told apart. Null for an answer that is no list. */
export function parsePage(json: unknown): ActivityPage | null {
  if (!Array.isArray(json)) return null;
  const activities: GarminActivity[] = [];
  const rejected: RejectedRow[] = [];
  for (const row of json) {
    const parsed = v.safeParse(Row, row);
    const activity = parsed.success ? toActivity(parsed.output) : null;
    if (activity) activities.push(activity);
    else
      rejected.push({ garminId: idOf(row), problem: parsed.success ? 'no start time' : firstProblem(parsed.issues) });
  }
  return { activities, rejected, rows: json.length };
}

const Metadata = v.object({
  manualActivity: flag,
  manufacturer: text,
  hasPolyline: flag,
  deviceMetaDataDTO: v.optional(v.fallback(v.nullable(v.object({ deviceId: id })), null), null),
});

const Detail = v.looseObject({
  activityTypeDTO: v.optional(v.nullable(v.unknown())),
  isMultiSportParent: flag,
  summaryDTO: v.record(v.string(), v.unknown()),
  metadataDTO: v.optional(v.nullable(Metadata), null),
});

/** Reads Garmin's detail of one activity, which has the list's fields in other places. Null for anything else. */
export function parseDetail(json: unknown): GarminActivity | null {
  const detail = v.safeParse(Detail, json);
  if (!detail.success) return null;
  const { summaryDTO, metadataDTO, activityTypeDTO: activityType, isMultiSportParent: parent } = detail.output;
  const { deviceMetaDataDTO, ...metadata } = metadataDTO ?? { deviceMetaDataDTO: null };
  const facts = { ...metadata, ...deviceMetaDataDTO, activityType, parent };
  const row = v.safeParse(Row, { ...detail.output, ...summaryDTO, ...facts });
  return row.success ? toActivity(row.output) : null;
}

function toActivity(row: v.InferOutput<typeof Row>): GarminActivity | null {
  const startTime = row.startTimeGMT === null ? row.beginTimestamp : Date.parse(`${isoStamp(row.startTimeGMT)}Z`);
  if (startTime === null || !Number.isFinite(startTime)) return null;
  const utc = new Date(startTime).toISOString().slice(0, 19).replace('T', ' ');
  return {
    id: row.activityId,
    name: row.activityName,
    description: row.description,
    type: row.activityType?.typeKey ?? 'unknown',
    parentTypeId: row.activityType?.parentTypeId ?? null,
    startTime,
    startTimeLocal: row.startTimeLocal?.slice(0, 19).replace('T', ' ') ?? utc,
    duration: row.duration,
    elapsedDuration: seconds(row.elapsedDuration, row.duration),
    distance: row.distance,
    manual: row.manualActivity ?? false,
    multisport: row.parent === true || row.activityType?.typeKey === 'multi_sport',
    hasGps: row.hasPolyline,
    deviceId: row.deviceId === '0' ? null : row.deviceId,
    manufacturer: row.manufacturer,
    place: row.locationName,
  };
}

function isoStamp(stamp: string): string {
  return stamp.slice(0, 19).replace(' ', 'T');
}

/**
 * `elapsedDuration` is in milliseconds in lists of 2021 and in seconds in those of 2026, `duration` in seconds in both.
 * Nobody pauses for 900 times as long as they move.
 */
function seconds(elapsed: number | null, duration: number | null): number | null {
  if (elapsed === null || duration === null || duration <= 0) return elapsed;
  return elapsed / duration > 900 ? elapsed / 1000 : elapsed;
}

function idOf(row: unknown): string | null {
  const parsed = v.safeParse(v.object({ activityId: Id }), row);
  return parsed.success ? parsed.output.activityId : null;
}

function firstProblem(issues: readonly v.BaseIssue<unknown>[]): string {
  const [issue] = issues;
  const path = issue ? v.getDotPath(issue as v.InferIssue<typeof Row>) : null;
  return path ? `${path}: ${issue?.message}` : 'no activity row';
}
