import * as v from 'valibot';
import type { StravaActivity } from '../activity.ts';
import type { Gear, UploadStatus } from '../ports.ts';

const Id = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.nonEmpty());
const text = v.optional(v.nullable(v.string()), null);
const amount = v.optional(v.nullable(v.number()), null);

const ActivityRow = v.object({
  id: Id,
  name: v.optional(v.nullable(v.string()), ''),
  sport_type: text,
  type: text,
  start_date: v.pipe(v.string(), v.isoTimestamp()),
  start_date_local: text,
  elapsed_time: amount,
  distance: amount,
  external_id: text,
  device_name: text,
});

/** Null for a page that is no list at all; a row that cannot be understood is left out. */
export function parseActivities(
  json: unknown,
): { readonly rows: number; readonly activities: readonly StravaActivity[] } | null {
  if (!Array.isArray(json)) return null;
  const activities = json.flatMap((row) => {
    const parsed = v.safeParse(ActivityRow, row);
    return parsed.success ? [toActivity(parsed.output)] : [];
  });
  return { rows: json.length, activities };
}

function toActivity(row: v.InferOutput<typeof ActivityRow>): StravaActivity {
  return {
    id: row.id,
    name: row.name ?? '',
    sportType: row.sport_type ?? row.type,
    startTime: Date.parse(row.start_date),
    startTimeLocal: row.start_date_local?.replace(/Z$/, '') ?? null,
    elapsedTime: row.elapsed_time,
    distance: row.distance,
    externalId: row.external_id,
    deviceName: row.device_name,
  };
}

const GearRow = v.object({ id: Id, name: v.optional(v.nullable(v.string()), '') });
const gearRows = v.optional(v.fallback(v.array(GearRow), []), []);
const Athlete = v.object({ bikes: gearRows, shoes: gearRows });

/** Bikes and shoes of `GET /athlete`; they are there with the scope `profile:read_all` only. */
export function parseGear(json: unknown): readonly Gear[] {
  const parsed = v.safeParse(Athlete, json);
  const rows = parsed.success ? [...parsed.output.bikes, ...parsed.output.shoes] : [];
  return rows.map(({ id, name }) => ({ id, name: name ?? '' }));
}

// `id` may outgrow a double one day (Strava's documentation says 64 bits), `id_str` does not.
const UploadAnswer = v.object({
  id: v.optional(v.nullable(Id)),
  id_str: v.optional(v.nullable(v.string())),
  error: text,
  status: text,
  activity_id: v.optional(v.nullable(Id), null),
});

export function parseUploadId(json: unknown): string | null {
  const parsed = v.safeParse(UploadAnswer, json);
  return parsed.success ? (parsed.output.id_str ?? parsed.output.id ?? null) : null;
}

/**
 * Reads an upload's state in the only order that is right: `error: null` alone is no success, and a duplicate carries an
 * error text. Null for an answer that is no upload. Texts seen from 2018 to 2026, plain and with HTML.
 */
export function parseUploadStatus(json: unknown): UploadStatus | null {
  const parsed = v.safeParse(UploadAnswer, json);
  if (!parsed.success) return null;
  const { activity_id: stravaId, error, status } = parsed.output;
  if (stravaId !== null) return { kind: 'created', stravaId };
  if (error && /duplicate/i.test(error)) return { kind: 'duplicate', stravaId: duplicateOf(error) };
  if (error) return { kind: 'failed', detail: `Strava says: ${plainText(error)}` };
  if (status && /deleted|error processing/i.test(status)) return { kind: 'failed', detail: `Strava says: ${status}` };
  return { kind: 'pending' };
}

/**
 * What a refused upload says in the form of an upload (Strava's page on uploads: the body of a 400 carries a status). Null
 * where it is in another form or says nothing.
 */
export function parseRefusedUpload(json: unknown): Exclude<UploadStatus, { kind: 'pending' | 'unknown' }> | null {
  const read = parseUploadStatus(json);
  if (!read || read.kind === 'unknown') return null;
  if (read.kind !== 'pending') return read;
  const parsed = v.safeParse(UploadAnswer, json);
  const says = parsed.success && parsed.output.status ? plainText(parsed.output.status) : '';
  return says ? { kind: 'failed', detail: `Strava says: ${says}` } : null;
}

function duplicateOf(error: string): string | null {
  const link = /activities\/(\d+)/.exec(error) ?? /duplicate of activity (\d+)/i.exec(error);
  return link?.[1] ?? null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

/** Strava's messages may hold markup; a terminal shall show none of it. */
function plainText(html: string): string {
  const text = html.replace(/<[^>]*>/g, '').replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
  return text.replace(/\s+/g, ' ').trim();
}
