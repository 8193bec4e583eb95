import type { Instant } from '../../time.ts';

/** One workout as a file tells it. */
export interface RecordedSession {
  readonly startTime: Instant;
  /** Seconds east of Greenwich; 0 where the file does not tell. */
  readonly utcOffset: number;
  /** Seconds, pauses included. */
  readonly elapsedTime: number;
  /** Seconds, pauses left out. */
  readonly movingTime: number;
  /** Metres. */
  readonly distance: number;
  readonly sportType: string;
  readonly indoor: boolean;
  readonly deviceName: string | null;
  /** Degrees north and east; null without GPS. */
  readonly startPosition: readonly [number, number] | null;
}

/** Strava's words for files that it cannot use (reported by users: TrackMyIndoorWorkout issue 221, MyTourbook). */
export const FILE_PROBLEMS = {
  malformed: 'The upload appears to be malformed and we are unable to process it',
  noTime: 'Time information is missing from file.',
} as const;

/** A file that no activity can be made of; the message is Strava's. */
export class UnusableFile extends Error {
  constructor(problem: keyof typeof FILE_PROBLEMS) {
    super(FILE_PROBLEMS[problem]);
    this.name = 'UnusableFile';
  }
}
