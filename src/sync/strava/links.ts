/** Where a person sees an activity; the id is appended. */
export const STRAVA_ACTIVITY_PAGE = 'https://www.strava.com/activities/';
