/** Where a person sees an activity at Strava; the id is appended. */
export const STRAVA_ACTIVITY_PAGE = 'https://www.strava.com/activities/';

/** Where a person sees an activity at Garmin. */
export function garminPage(garminId: string): string {
  return `https://connect.garmin.com/modern/activity/${encodeURIComponent(garminId)}`;
}
