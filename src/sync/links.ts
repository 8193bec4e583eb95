import { kindOf } from './ledger.ts';

/** Where a person sees an activity at Strava; the id is appended. */
export const STRAVA_ACTIVITY_PAGE = 'https://www.strava.com/activities/';

/** Where a person sees an activity at Garmin; null for a recording from a folder. */
export function garminPage(garminId: string): string | null {
  if (kindOf(garminId) === 'folder') return null;
  return `https://connect.garmin.com/modern/activity/${encodeURIComponent(garminId)}`;
}
