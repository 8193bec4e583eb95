import type { Instant } from '../../time.ts';
import type { ListRow, OriginalAnswer, SandboxActivity } from './activity-shelf.ts';
import { readDataFile } from './data-file.ts';
import { inShape } from './list-shapes.ts';
import { OWNER } from './profile.ts';

/** An activity that is on Strava before the first sync. */
export interface StravaSeed {
  readonly name: string;
  readonly sportType: string;
  readonly startTime: Instant;
  /** Seconds. */
  readonly elapsedTime: number;
  /** Metres. */
  readonly distance: number;
  readonly externalId: string;
  readonly deviceName: string;
}

export interface DemoAccount {
  readonly garmin: readonly SandboxActivity[];
  readonly strava: readonly StravaSeed[];
}

interface RowFacts {
  readonly id: number;
  readonly name: string;
  /** Type key, type id and parent's type id of Garmin's catalogue. */
  readonly type: readonly [string, number, number];
  /** UTC, as in the recording. */
  readonly start: string;
  /** Seconds. */
  readonly duration: number;
  readonly elapsed?: number;
  /** Metres; left out where the recording has none. */
  readonly distance?: number;
  readonly more?: ListRow;
}

/** The recordings were made in Central Europe and beyond; the account's owner keeps Zurich's summer time. */
const UTC_OFFSET = 2 * 3_600_000;
const DEVICE = { deviceId: 3618356072, manufacturer: 'GARMIN' };

/** An account with one of each kind: real recordings of real watches, with their own start times. */
export async function demoAccount(): Promise<DemoAccount> {
  const garmin = await Promise.all([...recordings(), ...specialCases()]);
  return { garmin, strava: stravaSeeds() };
}

function recordings(): readonly Promise<SandboxActivity>[] {
  return [
    single('sample-activity-indoor-trainer.fit', {
      id: 10245330117,
      name: 'Trainer intervals',
      type: ['indoor_cycling', 25, 2],
      start: '2011-11-02T12:54:19Z',
      duration: 2261.85,
      more: { hasPolyline: false },
    }),
    single('activity-small-fenix2-run.fit', {
      id: 10245330121,
      name: 'Lunch run along the Limmat',
      type: ['running', 1, 17],
      start: '2015-08-15T14:45:08Z',
      duration: 2832,
      distance: 7904,
    }),
    single('activity-large-fenxi2-multisport.fit', {
      id: 10245330126,
      name: 'Triathlon with a long swim',
      type: ['multi_sport', 89, 17],
      start: '2015-08-29T08:00:01Z',
      duration: 24317,
      elapsed: 21908,
      distance: 60_200,
      more: { parent: true },
    }),
    zipped(['garmin-fenix-5-run.fit', 'garmin-fenix-5-bike.fit', 'garmin-edge-820-bike.fit'], {
      id: 10245330133,
      name: 'Three watches, three files',
      type: ['multi_sport', 89, 17],
      start: '2017-06-11T14:34:09Z',
      duration: 182,
      elapsed: 92_230,
      distance: 1_050,
      more: { parent: true },
    }),
    single('uetliberg-hike.gpx', {
      id: 10245330138,
      name: 'Over the ridge of the Uetliberg',
      type: ['hiking', 3, 17],
      start: '2019-07-14T07:12:00Z',
      duration: 3600,
      distance: 4300,
      more: { ...NO_DEVICE, description: 'Imported from another app' },
    }),
    single('12129115726_ACTIVITY.fit', {
      id: 12129115726,
      name: 'Stretching before bed',
      type: ['sofa_yoga_v9', 990, 29],
      start: '2023-09-29T00:10:57Z',
      duration: 9.676,
      more: { hasPolyline: false },
    }),
  ];
}

const NO_DEVICE = { deviceId: 0, manufacturer: undefined };

function specialCases(): readonly Promise<SandboxActivity>[] {
  return [
    single('activity-unexpected-eof.fit', {
      id: 10245330119,
      name: 'Run with an empty battery',
      type: ['running', 1, 17],
      start: '2012-04-09T21:22:26Z',
      duration: 13.749,
      distance: 36,
    }),
    withoutFile({
      id: 10245330141,
      name: 'Squash with a friend',
      type: ['squash', 221, 219],
      start: '2021-03-03T17:00:00Z',
      duration: 2700,
      more: { ...NO_DEVICE, manualActivity: true, hasPolyline: false },
    }),
    single('aare-ride.tcx', {
      id: 10245330144,
      name: 'Along the Aare',
      type: ['cycling', 2, 17],
      start: '2022-05-22T08:30:00Z',
      duration: 5400,
      distance: 23_609.5,
    }),
    single('11998957007_ACTIVITY.fit', {
      id: 11998957007,
      name: 'Yoga 🧘‍♀️ in the park',
      type: ['yoga', 163, 29],
      start: '2023-09-11T13:44:29Z',
      duration: 4339.054,
      more: { hasPolyline: false },
    }),
  ];
}

function stravaSeeds(): readonly StravaSeed[] {
  return [
    {
      name: 'Afternoon Yoga',
      sportType: 'Yoga',
      startTime: Date.parse('2023-09-11T13:44:29Z'),
      elapsedTime: 4339,
      distance: 0,
      externalId: 'garmin_ping_281474976710',
      deviceName: 'Garmin Forerunner 955',
    },
    {
      name: 'Morning Ride',
      sportType: 'Ride',
      startTime: Date.parse('2022-05-22T08:40:00Z'),
      elapsedTime: 4800,
      distance: 21_900,
      externalId: 'phone-recording-7.gpx',
      deviceName: 'Strava App',
    },
  ];
}

function single(file: string, facts: RowFacts): Promise<SandboxActivity> {
  return zipped([file], facts);
}

async function zipped(files: readonly string[], facts: RowFacts): Promise<SandboxActivity> {
  const entries = await Promise.all(
    files.map(async (file, index) => {
      const extension = file.slice(file.lastIndexOf('.'));
      const number = files.length === 1 ? '' : `_${index + 1}`;
      return { name: `${facts.id}_ACTIVITY${number}${extension}`, bytes: await readDataFile(file) };
    }),
  );
  return activity(facts, { kind: 'zip', entries });
}

async function withoutFile(facts: RowFacts): Promise<SandboxActivity> {
  return activity(facts, { kind: 'none', status: 404 });
}

/** Rows of the oldest two recordings come in the shape of 2021, as real accounts have both. */
function activity(facts: RowFacts, original: OriginalAnswer): SandboxActivity {
  const row = listRow(facts);
  return { row: facts.start < '2014' ? inShape(row, '2021') : row, original };
}

function listRow({ id, name, type, start, duration, elapsed = duration, distance, more = {} }: RowFacts): ListRow {
  const [typeKey, typeId, parentTypeId] = type;
  const startTime = Date.parse(start);
  const row = {
    activityId: id,
    activityName: name,
    startTimeLocal: stamp(startTime + UTC_OFFSET),
    startTimeGMT: stamp(startTime),
    activityType: { typeId, typeKey, parentTypeId, isHidden: false, restricted: false, trimmable: true },
    eventType: { typeId: 9, typeKey: 'uncategorized', sortOrder: 10 },
    distance,
    duration,
    elapsedDuration: elapsed,
    hasPolyline: true,
    ownerId: OWNER.id,
    ownerDisplayName: OWNER.displayName,
    ownerFullName: OWNER.fullName,
    privacy: { typeId: 2, typeKey: 'private' },
    manualActivity: false,
    parent: false,
    ...DEVICE,
    ...more,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

function stamp(instant: Instant): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
