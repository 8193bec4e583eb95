/** The address that the user's Strava app expects (its callback domain is localhost, any port will do). */
export const STANDARD_PORT = 9321;
