import * as v from 'valibot';
import {
  AppInactiveError,
  AppRefusedError,
  AuthRequiredError,
  FileError,
  LoginOverError,
  RateLimitedError,
  ServiceError,
  type ToolError,
} from '../errors.ts';
import { type HttpAnswer, retryAfter } from '../http.ts';
import { type QuotaUsage, resetAfterRefusal } from '../quota.ts';
import { type Instant, toIso } from '../time.ts';

const CONNECT = 'Run `garmin2strava auth strava`';

// `errors` is a string in an old form of the 429 body, so a body that does not fit is a body without details.
const Fault = v.object({
  errors: v.array(v.object({ resource: v.string(), field: v.string(), code: v.string() })),
});

interface FaultDetail {
  readonly resource: string;
  readonly field: string;
  readonly code: string;
}

function faultsOf(answer: HttpAnswer): readonly FaultDetail[] {
  const parsed = v.safeParse(Fault, answer.json);
  return parsed.success ? parsed.output.errors : [];
}

/** `Application/Status/Inactive`: how Strava's answers are quoted here. */
function nameOf({ resource, field, code }: FaultDetail): string {
  return [resource, field, code].filter(Boolean).join('/');
}

/**
 * What a failed call of Strava's API means. Told by the body's `errors`, not by the status alone: a missing scope is a
 * 401 too, and a 403 has several causes (bodies seen in public recordings and reports until November 2026).
 */
export function apiError(answer: HttpAnswer, quota: QuotaUsage | null, now: Instant): ToolError {
  const faults = faultsOf(answer);
  const named = faults.map(nameOf);
  if (named.includes('Application/Status/Inactive')) return appInactive();
  if (answer.status === 429) return rateLimited(answer, quota, now);
  const scope = faults.find(({ resource, code }) => resource === 'AccessToken' && code === 'missing');
  if (scope) return scopeMissing(scope.field.replace(/_permission$/, ''));
  if (answer.status === 401) return tokenRefused(named.join(', '));
  // A gateway says it with a web page.
  if (answer.status === 413) return refusedFile('Strava refuses the file: it is too large (status 413)');
  if (answer.json !== undefined && (answer.status === 400 || answer.status === 422)) {
    const reason = named.join(', ') || messageOf(answer) || `status ${answer.status}`;
    return refusedFile(`Strava refuses the file: ${reason}`);
  }
  return unusable(answer);
}

/** What a failed call of Strava's token endpoint means. It never says `invalid_grant`. */
export function tokenError(answer: HttpAnswer, quota: QuotaUsage | null, now: Instant): ToolError {
  const faults = faultsOf(answer);
  const named = faults.map(nameOf).join(', ');
  if (answer.status === 429) return rateLimited(answer, quota, now);
  const has = (resource: string) => faults.some((fault) => fault.resource === resource);
  // The login is kept here and below, and tried again once this is mended.
  if (has('Application')) {
    return new AppRefusedError({ message: `Strava does not know this app: ${named}.`, hint: COMPARE });
  }
  if (has('RefreshToken')) return loginOver(`The Strava login is no longer valid (${named}).`);
  if (has('AuthorizationCode') || has('RequestToken')) return codeRefused(named);
  if (/limit of connected athletes/i.test(answer.text)) return athleteLimit();
  const isNo = answer.status === 400 || answer.status === 401 || answer.status === 403;
  // A gateway's web page says nothing of the login.
  if (!isNo || answer.json === undefined) return unusable(answer);
  const said = named || messageOf(answer) || `status ${answer.status}`;
  return new AuthRequiredError('strava', 'REJECTED', { message: `Strava refuses the login: ${said}.`, hint: COMPARE });
}

const COMPARE =
  'Compare client id and secret with https://www.strava.com/settings/api, then run `garmin2strava auth strava`.';

function codeRefused(named: string): AuthRequiredError {
  return new AuthRequiredError('strava', 'REJECTED', {
    message: `Strava does not accept the code of this sign-in (${named}): it holds for minutes and can be used once.`,
    hint: `${CONNECT} again.`,
  });
}

/** A new app has room for its owner only (developers.strava.com/docs/rate-limits, single-player mode). */
function athleteLimit(): AuthRequiredError {
  return new AuthRequiredError('strava', 'REJECTED', {
    message: 'Strava lets this app connect no further athlete: it belongs to another account, or its places are taken.',
    hint: 'Sign in at strava.com as the owner of the app, or make an app of your own at https://www.strava.com/settings/api.',
  });
}

/** Says again what was said when the login ended. */
export function loginOver(message: string): LoginOverError {
  return new LoginOverError('strava', {
    message,
    hint: `${CONNECT}; nothing is lost meanwhile.`,
  });
}

function appInactive(): AppInactiveError {
  return new AppInactiveError({
    message: 'Strava has switched your API app off: since June 2026 its owner needs a paid Strava subscription.',
    hint: 'Subscribe (or renew) at https://www.strava.com/subscribe, then run the same command again; nothing is lost.',
  });
}

function rateLimited(answer: HttpAnswer, quota: QuotaUsage | null, now: Instant): RateLimitedError {
  const wait = retryAfter(answer.headers.get('retry-after'), now);
  const until = wait === null ? resetAfterRefusal(quota, now) : now + wait;
  return new RateLimitedError('strava', until, {
    message: `Strava's request quota is used up until ${toIso(until)}.`,
    hint: 'Run the same command again then; it goes on where it stopped.',
  });
}

function scopeMissing(scope: string): AuthRequiredError {
  return new AuthRequiredError('strava', 'SCOPE', {
    message: `Strava was not given the permission ${scope}.`,
    hint: `${CONNECT} and leave every box ticked on Strava's page.`,
  });
}

function tokenRefused(named: string): AuthRequiredError {
  return new AuthRequiredError('strava', 'REJECTED', {
    message: `Strava does not accept the login (${named || 'status 401'}).`,
    hint: `${CONNECT}.`,
  });
}

export function refusedFile(message: string): FileError {
  return new FileError('REFUSED', {
    message,
    hint: 'Upload it by hand at https://www.strava.com/upload to see what Strava says there.',
  });
}

/** HTML instead of JSON, a 5xx, a redirect, a shape we do not know. */
export function unusable(answer: HttpAnswer): ServiceError {
  const isRefusal = answer.status >= 300 && answer.status < 500;
  const what = answer.json === undefined ? 'without usable content' : 'in a form that is not understood';
  return new ServiceError(
    'strava',
    { status: answer.status, outcome: isRefusal ? 'refused' : 'unknown' },
    {
      message: `Strava answered with status ${answer.status} ${what}.`,
      hint: 'This passes by itself as a rule: run the same command again in a few minutes; nothing is lost.',
    },
  );
}

const Message = v.object({ message: v.string() });

function messageOf(answer: HttpAnswer): string {
  const parsed = v.safeParse(Message, answer.json);
  return parsed.success ? parsed.output.message : '';
}
