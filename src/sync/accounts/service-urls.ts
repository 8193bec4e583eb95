import { UsageError } from '../errors.ts';
import { isSafeUrl } from '../safe-url.ts';
import type { GarminSettings, StravaSettings } from './account-settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that moves a service; a deployment hands them on. */
export const URL_VARIABLES = [
  'G2S_GARMIN_PERSONAL_API_URL',
  'G2S_GARMIN_API_URL',
  'G2S_GARMIN_SSO_URL',
  'G2S_GARMIN_DI_URL',
  'G2S_STRAVA_API_URL',
  'G2S_STRAVA_OAUTH_URL',
] as const;

/** Where the services are: their own addresses unless a variable says otherwise. @throws UsageError naming the variable */
export function serviceUrls(env: Environment): {
  readonly garmin: Pick<GarminSettings, 'personalApiUrl' | 'hosts'>;
  readonly strava: Pick<StravaSettings, 'apiUrl' | 'oauthUrl'>;
} {
  const url = (name: (typeof URL_VARIABLES)[number]) => safeUrl(name, env[name]?.trim() || null);
  return {
    garmin: {
      personalApiUrl: url('G2S_GARMIN_PERSONAL_API_URL') ?? 'https://personal.connectapi.garmin.com',
      hosts: { api: url('G2S_GARMIN_API_URL'), sso: url('G2S_GARMIN_SSO_URL'), di: url('G2S_GARMIN_DI_URL') },
    },
    strava: {
      apiUrl: url('G2S_STRAVA_API_URL') ?? 'https://www.strava.com/api/v3',
      oauthUrl: url('G2S_STRAVA_OAUTH_URL') ?? 'https://www.strava.com/oauth',
    },
  };
}

/** Credentials go there, so it has to be https, or http on this very machine. */
function safeUrl(name: string, given: string | null): string | null {
  if (given === null) return null;
  if (!isSafeUrl(given) || /[?#]/.test(given)) {
    throw new UsageError({
      message: `${name} is not an address that credentials may be sent to.`,
      hint: 'Use https://…, or http:// on localhost, without user name and query.',
    });
  }
  return given.replace(/\/+$/, '');
}
