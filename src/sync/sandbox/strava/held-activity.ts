import { DAY, type Instant, SECOND } from '../../time.ts';
import type { Visibility } from './settings.ts';

/** An activity that the stand-in holds. */
export interface HeldActivity {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly sportType: string;
  /** The real start, also where the athlete hides it. */
  readonly startTime: Instant;
  /** Seconds east of Greenwich. */
  readonly utcOffset: number;
  /** Seconds, pauses included. */
  readonly elapsedTime: number;
  /** Seconds, pauses left out. */
  readonly movingTime: number;
  /** Metres. */
  readonly distance: number;
  readonly externalId: string | null;
  /** The upload that it came by, ours or another app's; null where it was typed in. */
  readonly uploadId: string | null;
  readonly deviceName: string | null;
  readonly manual: boolean;
  readonly visibility: Visibility;
  /** The athlete hides the start time: the API tells local midnight and one second instead. */
  readonly hiddenStart: boolean;
  readonly trainer: boolean;
  readonly commute: boolean;
  /** Muted: not shown in the feeds of others. */
  readonly hideFromHome: boolean;
  readonly gearId: string | null;
  /** Degrees north and east; null without GPS. */
  readonly startPosition: readonly [number, number] | null;
}

/** An activity that came to Strava by another way. What is left out gets a plain value. */
export type NewActivity = Pick<HeldActivity, 'startTime'> & Partial<Omit<HeldActivity, 'id' | 'uploadId'>>;

/** What an athlete's activity looks like where nothing else is said. */
export function completeActivity(given: NewActivity): Omit<HeldActivity, 'id' | 'uploadId'> {
  const { sportType = 'Run', startTime, utcOffset = 0, elapsedTime = 1_800 } = given;
  return {
    name: defaultName(sportType, startTime, utcOffset),
    description: null,
    sportType,
    utcOffset,
    elapsedTime,
    movingTime: elapsedTime,
    distance: 5_000,
    externalId: null,
    deviceName: null,
    manual: false,
    visibility: 'everyone',
    hiddenStart: false,
    trainer: false,
    commute: false,
    hideFromHome: false,
    gearId: null,
    startPosition: null,
    ...given,
  };
}

/**
 * The start as the API tells it. A hidden one is local midnight and one second (changelog of 2024-07-03); whether the
 * owner's own token sees it like that is not known.
 */
export function shownStart({ startTime, utcOffset, hiddenStart }: HeldActivity): Instant {
  if (!hiddenStart) return startTime;
  const local = startTime + utcOffset * SECOND;
  return local - (local % DAY) - utcOffset * SECOND + SECOND;
}

/** Hours of the day up to which Strava's name for an activity without one uses the word. */
const PARTS_OF_DAY = [
  [4, 'Night'],
  [11, 'Morning'],
  [14, 'Lunch'],
  [17, 'Afternoon'],
  [21, 'Evening'],
] as const;

/** "Morning Run": the name that Strava gives where the upload has none. */
export function defaultName(sportType: string, startTime: Instant, utcOffset: number): string {
  const hour = new Date(startTime + utcOffset * SECOND).getUTCHours();
  const part = PARTS_OF_DAY.find(([until]) => hour < until)?.[1] ?? 'Night';
  return `${part} ${sportType.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')}`;
}
