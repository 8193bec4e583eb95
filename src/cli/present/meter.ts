import { forecast } from '../../sync/forecast.ts';
import type { UploadRoom } from '../../sync/ports.ts';
import { type Instant, MINUTE } from '../../sync/time.ts';
import { dateTime, timeOfDay } from './times.ts';

const BAR = 20;
/** Before so many the rate says nothing. */
const ENOUGH_FOR_A_RATE = 5;

export interface MeterState {
  /** Uploads of all rounds together, and those handed over to Strava so far. */
  readonly total: number;
  readonly started: number;
  /** What the quota had room for when the present window's uploads began, and how many were handed over before. */
  readonly room: UploadRoom;
  readonly startedBefore: number;
  readonly since: Instant;
}

/** `████░░░░ 120/450 · 38/min · 70 more until 14:15 · done about 16:05 UTC`: how far it is, how fast, when it is done. */
export function meterText({ total, started, room, startedBefore, since }: MeterState, now: Instant): string {
  const filled = Math.round((BAR * started) / Math.max(1, total));
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`;
  const left = Math.max(0, room.uploads - (started - startedBefore));
  const minutes = (now - since) / MINUTE;
  const rate = started >= ENOUGH_FOR_A_RATE && minutes > 0 ? started / minutes : null;
  const parts = [
    `${bar} ${started}/${total}`,
    ...(rate === null ? [] : [`${Math.round(rate)}/min`]),
    `${left} more until ${timeOfDay(room.until)}`,
    `done about ${whenDone(total - started, { ...room, uploads: left }, rate, now)} UTC`,
  ];
  return parts.join(' · ');
}

/** The later of what the quota and what the speed allows; today's is told by its hour alone. */
function whenDone(left: number, room: UploadRoom, rate: number | null, now: Instant): string {
  const byRate = rate === null ? now : now + (left / rate) * MINUTE;
  const at = Math.max(byRate, forecast(left, room, now).doneAt);
  return dateTime(at).slice(0, 10) === dateTime(now).slice(0, 10) ? timeOfDay(at) : dateTime(at);
}
