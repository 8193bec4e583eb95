import type { UploadRoom } from './ports.ts';
import { nextQuarterHour, nextUtcMidnight } from './quota.ts';
import type { Instant } from './time.ts';

/** How long Strava's quota makes a number of uploads take. */
export interface Forecast {
  /** Quarter hours in which something is uploaded. */
  readonly windows: number;
  /** Days (UTC) in which something is uploaded. */
  readonly days: number;
  /** Beginning of the last of them. */
  readonly doneAt: Instant;
}

export function forecast(uploads: number, room: UploadRoom, now: Instant): Forecast {
  let [left, today, windows, days, at] = [uploads, room.today, 0, 1, now];
  let fits = Math.min(room.uploads, today);
  while (left > 0) {
    if (fits > 0) {
      windows += 1;
      left -= fits;
      today -= fits;
    }
    if (left <= 0) break;
    if (today > 0) at = nextQuarterHour(at);
    else {
      at = nextUtcMidnight(at);
      today = room.perDay;
      days += 1;
    }
    fits = Math.min(room.perWindow, today);
  }
  return { windows, days, doneAt: at };
}
