import type { GarminHosts } from '../garmin/garmin-hosts.ts';
import type { StravaApp } from '../strava/token-endpoint.ts';

/** What is set from outside about Garmin. */
export interface GarminSettings {
  /** A Personal API key of the environment, which goes before a stored connection. */
  readonly apiKey: string | null;
  /** `https://personal.connectapi.garmin.com` */
  readonly personalApiUrl: string;
  /** Replaced origins of the private API. */
  readonly hosts: { readonly [K in keyof GarminHosts]: string | null };
  /** Client ids to try at the token host; null for those this version knows. */
  readonly clientIds: readonly string[] | null;
}

/** What is set from outside about Strava. */
export interface StravaSettings {
  /** The app of the environment, which goes before a stored one. */
  readonly app: StravaApp | null;
  /** Begins a login where none is stored. */
  readonly refreshToken: string | null;
  /** `https://www.strava.com/api/v3` */
  readonly apiUrl: string;
  /** `https://www.strava.com/oauth` */
  readonly oauthUrl: string;
}

export interface AccountSettings {
  readonly garmin: GarminSettings;
  readonly strava: StravaSettings;
}
