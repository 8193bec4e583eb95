import { Encoder, type FileIdMesg, type SessionMesg } from '@garmin/fitsdk';

/** Message numbers of the FIT profile. */
const FILE_ID = 0;
const SESSION = 18;

export interface SessionOfFile extends Pick<SessionMesg, 'sport' | 'subSport'> {
  readonly startTime: string;
  readonly elapsed?: number;
  readonly timer?: number;
  readonly distance?: number;
}

/** A FIT activity file with the given sessions; without any it has no time that Strava could use. */
export function fitFile(...sessions: readonly SessionOfFile[]): Uint8Array {
  const encoder = new Encoder();
  const fileId: FileIdMesg = {
    type: 'activity',
    manufacturer: 'garmin',
    product: 3291,
    timeCreated: new Date('2026-01-01T00:00:00Z'),
  };
  encoder.onMesg(FILE_ID, fileId);
  for (const { startTime, sport = 'running', subSport = 'generic', elapsed = 600, ...rest } of sessions) {
    const session: SessionMesg = {
      startTime: new Date(startTime),
      timestamp: new Date(Date.parse(startTime) + elapsed * 1_000),
      sport,
      subSport,
      totalElapsedTime: elapsed,
      totalTimerTime: rest.timer ?? elapsed,
      totalDistance: rest.distance ?? 0,
    };
    encoder.onMesg(SESSION, session);
  }
  return encoder.close();
}
