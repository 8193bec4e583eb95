import type { GarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import type { StravaSandbox } from '../../src/sync/sandbox/strava/index.ts';

/** What the command line has to know to use both stand-ins, with a new login of Strava's. */
export function accountEnv(garmin: GarminSandbox, strava: StravaSandbox) {
  return {
    G2S_GARMIN_API_KEY: garmin.apiKey,
    G2S_GARMIN_PERSONAL_API_URL: garmin.url,
    G2S_STRAVA_CLIENT_ID: strava.app.clientId,
    G2S_STRAVA_CLIENT_SECRET: strava.app.clientSecret,
    G2S_STRAVA_REFRESH_TOKEN: strava.issueTokens().refreshToken,
    G2S_STRAVA_API_URL: strava.apiUrl,
    G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
  };
}
