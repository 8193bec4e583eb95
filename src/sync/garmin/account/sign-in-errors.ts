import { AuthRequiredError, LoginOverError, RateLimitedError } from '../../errors.ts';
import { retryAfter } from '../../http.ts';
import { HOUR, type Instant, toIso } from '../../time.ts';
import type { SignInAnswer } from './sign-in-answer.ts';

/** Reports agree on an hour to a day, and on each further try starting it anew (hevy2garmin #127, #191). */
const SIGN_IN_PAUSE = HOUR;
const OTHER_WAYS =
  'Use a Personal API key (`garmin2strava auth garmin --way key`) or your browser (`garmin2strava auth garmin --way ticket`).';

type No = Extract<SignInAnswer, { kind: 'refused' | 'rate-limited' | 'turned-away' }>;

/** What a sign-in that led nowhere means, and the way out of it. */
export function signInError(answer: No, now: Instant): AuthRequiredError | RateLimitedError {
  switch (answer.kind) {
    case 'rate-limited':
      return tooManyTries(retryAfter(answer.retryAfter, now) ?? SIGN_IN_PAUSE, now);
    case 'turned-away':
      return turnedAway(answer);
    case 'refused':
      return refused(answer);
  }
}

function tooManyTries(wait: number, now: Instant): RateLimitedError {
  const until = now + wait;
  return new RateLimitedError('garmin', until, {
    message: `Garmin takes no more sign-ins from this network for now (429); wait until ${toIso(until)} at least.`,
    hint: `Each further try makes the wait longer. ${OTHER_WAYS}`,
  });
}

function turnedAway({ status, isPage }: { status: number; isPage: boolean }): AuthRequiredError {
  const how = isPage ? `with a web page (status ${status})` : `with status ${status} and nothing usable`;
  return new AuthRequiredError('garmin', 'BLOCKED', {
    message: `Garmin's gateway takes this program for a robot and answers ${how}; the password was not looked at.`,
    hint: OTHER_WAYS,
  });
}

function refused({ type, message }: { type: string; message: string }): AuthRequiredError {
  if (/CAPTCHA/i.test(type)) {
    return new AuthRequiredError('garmin', 'CAPTCHA', {
      message: 'Garmin asks for a CAPTCHA, which only a browser can show.',
      hint: OTHER_WAYS,
    });
  }
  if (/LOCKED/i.test(`${type} ${message}`)) {
    return new AuthRequiredError('garmin', 'LOCKED', {
      message: 'Garmin has locked this account.',
      hint: 'Reset the password at https://sso.garmin.com/portal/sso/en-US/forgot-password, then sign in again here.',
    });
  }
  if (/PASSWORD|CREDENTIAL/i.test(type)) return wrongPassword();
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: `Garmin refuses the sign-in: ${[type, message].filter(Boolean).join(', ')}.`,
    hint: `Sign in at https://connect.garmin.com and see what it wants there. ${OTHER_WAYS}`,
  });
}

function wrongPassword(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: 'Garmin does not know this e-mail address with this password.',
    hint: 'Try the password at https://connect.garmin.com first: a few wrong ones lock the account. Accounts made with Google or Apple have none; use a Personal API key there.',
  });
}

export function tooManyCodes(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: 'Garmin accepted none of the codes.',
    hint: 'Wait for the newest mail or message, then run `garmin2strava auth garmin` again.',
  });
}

export function ticketRefused(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: 'Garmin does not accept the ticket: it holds for about a minute and can be used once.',
    hint: 'Sign in again and paste the new ticket at once: `garmin2strava auth garmin --way ticket`.',
  });
}

export function tokenNotActive(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message: "Garmin's API does not accept the token of this sign-in (some accounts meet this since June 2026).",
    hint: OTHER_WAYS,
  });
}

export function accountExpired(why: string): LoginOverError {
  return new LoginOverError('garmin', {
    message: `The Garmin login is no longer valid (${why}).`,
    hint: 'Run `garmin2strava auth garmin`; nothing is lost meanwhile.',
  });
}
