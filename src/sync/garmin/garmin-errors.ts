import {
  AuthRequiredError,
  FileError,
  LoginOverError,
  RateLimitedError,
  ServiceError,
  type ToolError,
} from '../errors.ts';
import { retryAfter } from '../http.ts';
import { type Instant, MINUTE, toIso } from '../time.ts';

/** Where a person makes and revokes Personal API keys (Garmin's Personal API page, October 2026). */
export const API_KEY_PAGE = 'https://connect.garmin.com/app/settings/personalApiToken';

/** Garmin gives no wait with most of its 429s; this long is what tools that poll it settled on. */
const DEFAULT_WAIT = 15 * MINUTE;

export interface GarminAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  /** The body, or as much of it as tells JSON from a web page. */
  readonly text: string;
}

/** What a failed call of Garmin's data API means, whatever it was about. */
export function garminError(answer: GarminAnswer, now: Instant): ToolError {
  const { status } = answer;
  if (status === 429) return rateLimited(answer, now);
  if ((status === 401 || status === 402 || status === 403) && isWebPage(answer)) return blocked(status);
  if (status === 401) return tokenRefused();
  if (status === 404) return moved();
  return unusable(status, isWebPage(answer));
}

export function rateLimited(answer: GarminAnswer, now: Instant): RateLimitedError {
  const until = now + (retryAfter(answer.retryAfter, now) ?? DEFAULT_WAIT);
  return new RateLimitedError('garmin', until, {
    message: `Garmin asks for a pause until ${toIso(until)}.`,
    hint: 'Run the same command again then; it goes on where it stopped.',
  });
}

export function keyMissing(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'MISSING', {
    message: 'Garmin is not connected yet.',
    hint: 'Run `garmin2strava auth garmin`, or set G2S_GARMIN_API_KEY.',
  });
}

export function keyRefused(): LoginOverError {
  return new LoginOverError('garmin', {
    message: 'Garmin does not accept the Personal API key: it has expired or was revoked.',
    hint: `Create a new one at ${API_KEY_PAGE} and run \`garmin2strava auth garmin\`, or set G2S_GARMIN_API_KEY to it.`,
  });
}

function tokenRefused(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: 'Garmin refuses the token that it has just handed out.',
    hint: 'Run `garmin2strava auth garmin` to connect anew.',
  });
}

function blocked(status: number): ServiceError {
  return new ServiceError(
    'garmin',
    { status, outcome: 'refused' },
    {
      message: `Garmin's gateway blocks this machine (status ${status} with a web page).`,
      hint: 'Wait an hour and run the same command again, from another network if it goes on.',
    },
  );
}

function moved(): ServiceError {
  return new ServiceError(
    'garmin',
    { status: 404, outcome: 'refused' },
    {
      message: 'Garmin does not know the address that was asked for (404).',
      hint: 'Its path may have moved: check G2S_GARMIN_PERSONAL_API_URL and look for a newer version of this tool.',
    },
  );
}

export function unusable(status: number, isPage: boolean): ServiceError {
  return new ServiceError(
    'garmin',
    { status, outcome: 'unknown' },
    {
      message: isPage
        ? `Garmin answered with a web page instead of data (status ${status}).`
        : `Garmin answered with status ${status}, and nothing usable.`,
      hint: 'This passes by itself as a rule: run the same command again in a few minutes; nothing is lost.',
    },
  );
}

export function forbiddenFile(): FileError {
  return new FileError('FORBIDDEN', {
    message: 'Garmin does not hand out the file of this activity (403).',
    hint: 'Open the activity on Garmin Connect: it may belong to another account.',
  });
}

export function isWebPage({ text }: Pick<GarminAnswer, 'text'>): boolean {
  return /^\s*<(!doctype|html)/i.test(text);
}
