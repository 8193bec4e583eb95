import * as v from 'valibot';
import type { GarminActivity } from '../activity.ts';
import { FileError } from '../errors.ts';
import { readFitMessages } from '../fit/fit-messages.ts';
import { sessionsOf } from '../garmin/fit-file.ts';
import { SECOND } from '../time.ts';
import { garminTypeOf } from './fit-sport.ts';

/** Seconds from 1970 to the first second that FIT can tell, 1989-12-31 (Garmin's FIT protocol, date_time). */
const FIT_EPOCH = 631_065_600;

const amount = v.optional(v.fallback(v.nullable(v.number()), null), null);
const word = v.optional(v.fallback(v.string(), 'generic'), 'generic');
const Session = v.object({
  startTime: v.date(),
  totalElapsedTime: amount,
  totalTimerTime: amount,
  totalDistance: amount,
  startPositionLat: amount,
  sport: word,
  subSport: word,
});
const Messages = v.object({
  sessionMesgs: v.array(Session),
  activityMesgs: v.optional(v.array(v.object({ timestamp: v.optional(v.date()), localTimestamp: amount })), []),
  fileIdMesgs: v.optional(
    v.array(v.object({ serialNumber: amount, manufacturer: v.optional(v.fallback(v.string(), ''), '') })),
    [],
  ),
});

/** What a recording says of itself, in the form of a row of Garmin's list. */
export interface FitActivity {
  readonly activity: GarminActivity;
  readonly sessions: number;
}

/** @throws FileError when the file is damaged, no activity, or does not say when it began */
export function readFitActivity(id: string, bytes: Uint8Array): FitActivity {
  const messages = readFitMessages(bytes, ['fileId', 'session', 'activity']);
  const sessions = sessionsOf(messages);
  const parsed = v.safeParse(Messages, messages);
  const [first] = parsed.success ? parsed.output.sessionMesgs : [];
  if (!parsed.success || !first) throw withoutStart();
  const { sessionMesgs, activityMesgs, fileIdMesgs } = parsed.output;
  const startTime = first.startTime.getTime();
  const end = Math.max(...sessionMesgs.map((it) => it.startTime.getTime() + (it.totalElapsedTime ?? 0) * SECOND));
  const multisport = new Set(sessionMesgs.map(({ sport }) => sport)).size > 1;
  const [{ serialNumber = null, manufacturer = '' } = {}] = fileIdMesgs;
  return {
    sessions,
    activity: {
      id,
      name: null,
      description: null,
      type: multisport ? 'multi_sport' : garminTypeOf(first.sport, first.subSport),
      parentTypeId: null,
      startTime,
      startTimeLocal: wallClock(startTime + offsetOf(activityMesgs[0])),
      duration: sum(sessionMesgs.map(({ totalTimerTime }) => totalTimerTime)),
      elapsedDuration: (end - startTime) / SECOND,
      distance: sum(sessionMesgs.map(({ totalDistance }) => totalDistance)),
      manual: false,
      multisport,
      sessions,
      hasGps: sessionMesgs.some(({ startPositionLat }) => startPositionLat !== null),
      deviceId: serialNumber === null ? null : String(serialNumber),
      manufacturer: manufacturer || null,
      place: null,
    },
  };
}

/** Watches write the end of the activity in both clocks. */
function offsetOf(activity: v.InferOutput<typeof Messages>['activityMesgs'][number] | undefined): number {
  const { timestamp, localTimestamp = null } = activity ?? {};
  if (!timestamp || localTimestamp === null) return 0;
  return (localTimestamp + FIT_EPOCH) * SECOND - timestamp.getTime();
}

function wallClock(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

function sum(amounts: readonly (number | null)[]): number | null {
  const known = amounts.filter((it) => it !== null);
  return known.length === 0 ? null : known.reduce((total, it) => total + it, 0);
}

function withoutStart(): FileError {
  return new FileError('BROKEN', {
    message: 'The FIT file does not say when it began.',
    hint: 'Look at the recording on the watch: it may have been broken off before it began.',
  });
}
