import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { type Instant, MINUTE, SECOND, toIso } from '../../src/sync/time.ts';

const HALF_HOUR = 30 * MINUTE;

/** A run of half an hour that was recorded by a program that writes GPX: small, and different from every other one. */
export function gpxRun(id: number, start: Instant, changes: Partial<SandboxActivity> = {}): SandboxActivity {
  const stamp = toIso(start).slice(0, 19).replace('T', ' ');
  return {
    original: { kind: 'zip', entries: [{ name: `${id}.gpx`, bytes: gpxFile(id, start) }] },
    ...changes,
    row: {
      activityId: id,
      activityName: `Run ${id}`,
      startTimeLocal: stamp,
      startTimeGMT: stamp,
      activityType: { typeId: 1, typeKey: 'running', parentTypeId: 17 },
      distance: 5_560,
      duration: HALF_HOUR / SECOND,
      elapsedDuration: HALF_HOUR / SECOND,
      manualActivity: false,
      ...changes.row,
    },
  };
}

/** The file of such a run. */
export function gpxFile(id: number, start: Instant): Uint8Array {
  const point = (at: Instant, north: number) => `<trkpt lat="${north}" lon="8.5"><time>${toIso(at)}</time></trkpt>`;
  return Buffer.from(`<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>
<name>Run ${id}</name><type>running</type><trkseg>${point(start, 47)}${point(start + HALF_HOUR, 47.05)}</trkseg></trk></gpx>`);
}
