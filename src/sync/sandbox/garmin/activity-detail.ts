import type { SandboxActivity } from './activity-shelf.ts';

const FORMATS = { fit: { formatId: 7, formatKey: 'fit' }, gpx: { formatId: 2, formatKey: 'gpx' } } as const;

/** The detail answer, with the keys that a client looks at; shaped like a recorded one of 2026. */
export function detailOf({ row, original, detail, legs = [] }: SandboxActivity): Readonly<Record<string, unknown>> {
  if (detail) return detail;
  const isManual = row['manualActivity'] === true;
  const name = original.kind === 'zip' ? (original.entries[0]?.name ?? '') : '';
  const format = /\.(gpx|tcx)$/i.test(name) ? FORMATS.gpx : FORMATS.fit;
  return {
    activityId: row['activityId'],
    activityName: row['activityName'],
    ...(typeof row['description'] === 'string' && { description: row['description'] }),
    isMultiSportParent: row['parent'] === true,
    activityTypeDTO: row['activityType'],
    locationName: row['locationName'] ?? null,
    metadataDTO: {
      isOriginal: true,
      manualActivity: isManual,
      manufacturer: row['manufacturer'] ?? null,
      hasPolyline: row['hasPolyline'] ?? null,
      deviceMetaDataDTO: row['deviceId'] === undefined ? null : { deviceId: String(row['deviceId']) },
      fileFormat: isManual || original.kind === 'none' ? null : format,
      uploadedDate: isoStamp(row['startTimeGMT']),
      childIds: legs.map(({ id }) => id),
      childActivityTypes: legs.map(({ typeKey }) => typeKey),
    },
    summaryDTO: {
      startTimeGMT: isoStamp(row['startTimeGMT']),
      startTimeLocal: isoStamp(row['startTimeLocal']),
      duration: row['duration'],
      elapsedDuration: row['elapsedDuration'],
      distance: row['distance'],
    },
  };
}

function isoStamp(stamp: unknown): string {
  return `${String(stamp).replace(' ', 'T')}.0`;
}
