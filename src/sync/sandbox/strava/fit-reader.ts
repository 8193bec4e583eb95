import type { FitMessages } from '@garmin/fitsdk';
import { FileError } from '../../errors.ts';
import { readFitMessages } from '../../fit/fit-messages.ts';
import { type RecordedSession, UnusableFile } from './recorded-session.ts';
import { sportTypeOfFit } from './sport-types.ts';

type SessionMessage = NonNullable<FitMessages['sessionMesgs']>[number];

/** Seconds from 1970 to the first second that FIT can tell, 1989-12-31. */
const FIT_EPOCH = 631_065_600;
const QUARTER_HOUR = 15 * 60;
const WIDEST_OFFSET = 14 * 60 * 60;
/** FIT's unit of an angle, by degree. */
const SEMICIRCLES = 2 ** 31 / 180;
const INDOOR = ['treadmill', 'indoorRunning', 'indoorCycling', 'spin', 'indoorRowing', 'virtualActivity'];

/**
 * The sessions of a FIT file, in the order in which they are written.
 * @throws UnusableFile when it is damaged, is no FIT file, or has no session with a start.
 */
export function readFit(bytes: Uint8Array): RecordedSession[] {
  const messages = messagesOf(bytes);
  const utcOffset = utcOffsetOf(messages);
  const deviceName = deviceNameOf(messages);
  const sessions = (messages.sessionMesgs ?? []).flatMap((session) => {
    const read = readSession(session);
    return read ? [{ ...read, utcOffset, deviceName }] : [];
  });
  if (sessions.length === 0) throw new UnusableFile('noTime');
  return sessions;
}

function messagesOf(bytes: Uint8Array): FitMessages {
  try {
    return readFitMessages(bytes, ['fileId', 'session', 'activity']);
  } catch (error) {
    if (error instanceof FileError) throw new UnusableFile('malformed');
    throw error;
  }
}

function readSession(session: SessionMessage): Omit<RecordedSession, 'utcOffset' | 'deviceName'> | undefined {
  const { startTime, timestamp, startPositionLat: north, startPositionLong: east } = session;
  if (!(startTime instanceof Date)) return undefined;
  const untilEnd = timestamp instanceof Date ? (timestamp.getTime() - startTime.getTime()) / 1_000 : 0;
  const elapsedTime = session.totalElapsedTime ?? untilEnd;
  const subSport = String(session.subSport ?? 'generic');
  return {
    startTime: startTime.getTime(),
    elapsedTime: Math.round(elapsedTime),
    movingTime: Math.round(session.totalTimerTime ?? elapsedTime),
    distance: session.totalDistance ?? 0,
    sportType: sportTypeOfFit(String(session.sport ?? 'generic'), subSport),
    indoor: INDOOR.includes(subSport),
    startPosition:
      typeof north === 'number' && typeof east === 'number' ? [north / SEMICIRCLES, east / SEMICIRCLES] : null,
  };
}

/** Watches write the end of the activity in both clocks; zones lie on quarter hours. */
function utcOffsetOf(messages: FitMessages): number {
  const { localTimestamp, timestamp } = messages.activityMesgs?.[0] ?? {};
  if (typeof localTimestamp !== 'number' || !(timestamp instanceof Date)) return 0;
  const seconds = localTimestamp + FIT_EPOCH - timestamp.getTime() / 1_000;
  return Math.abs(seconds) <= WIDEST_OFFSET ? Math.round(seconds / QUARTER_HOUR) * QUARTER_HOUR : 0;
}

function deviceNameOf(messages: FitMessages): string | null {
  const { manufacturer, garminProduct } = messages.fileIdMesgs?.[0] ?? {};
  return manufacturer === 'garmin' && typeof garminProduct === 'string' ? `Garmin ${garminProduct}` : null;
}
