import type { Response } from 'express';

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly httpStatus: string;
}

/** Recorded by matin/garth. */
export const WRONG_PASSWORD: Refusal = {
  status: 401,
  type: 'INVALID_USERNAME_PASSWORD',
  message: 'generalLoginInvalidUsernameOrPassword',
  httpStatus: 'UNAUTHORIZED',
};

/** As python-garminconnect expects it. */
export const CAPTCHA: Refusal = { status: 200, type: 'CAPTCHA_REQUIRED', message: '', httpStatus: 'OK' };

/** The message is in the texts of the recorded sign-in page; status and type are not on record. */
export const LOCKED: Refusal = {
  status: 401,
  type: 'ACCOUNT_LOCKED',
  message: 'generalLoginAccountLocked',
  httpStatus: 'UNAUTHORIZED',
};

/** No refused code is on record; clients take every type but `SUCCESSFUL` for one. */
export const WRONG_CODE: Refusal = { status: 200, type: 'MFA_CODE_INVALID', message: '', httpStatus: 'OK' };

/** Not on record either: a code without a sign-in that waits for it. */
export const NO_SESSION: Refusal = { status: 401, type: 'SESSION_EXPIRED', message: '', httpStatus: 'UNAUTHORIZED' };

/** The keys that every answer of the sign-in has. */
const NOTHING = {
  serviceURL: null,
  serviceTicketId: null,
  responseStatus: null,
  responseReason: null,
  customerMfaInfo: null,
  consentTypeList: null,
  captchaAlreadyPassed: false,
  samlResponse: null,
  authType: null,
};

export function sendRefusal(res: Response, { status, ...responseStatus }: Refusal): void {
  res.status(status).json({ ...NOTHING, responseStatus });
}

export function sendTicket(res: Response, { service, ticket }: { service: string; ticket: string }): void {
  const responseStatus = { type: 'SUCCESSFUL', message: '', httpStatus: 'OK' };
  res.json({ ...NOTHING, serviceURL: service, serviceTicketId: ticket, responseStatus, authType: 'CAS' });
}

/** The answer itself makes Garmin mail the code. */
export function sendCodeRequest(res: Response, email: string): void {
  res.json({
    ...NOTHING,
    responseStatus: { type: 'MFA_REQUIRED', message: '', httpStatus: 'OK' },
    customerMfaInfo: {
      email: email.replace(/^(..)[^@]*/, '$1*****'),
      phoneNumber: null,
      mfaLastMethodUsed: 'email',
      defaultMfaMethod: null,
      mfaUISetting: { allowPhoneOption: true, allowAddEmailAddress: false, chooseDifferentWayShown: false },
    },
    consentTypeList: [],
  });
}

/** A request that the sign-in cannot read. */
export function sendProblem(res: Response, instance: string): void {
  const problem = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'Failed to read request',
    instance,
  };
  res.status(400).type('application/problem+json').send(JSON.stringify(problem));
}

/** A 429 in disguise: status 200, and the JSON tells. */
export function sendRateLimitInBody(res: Response): void {
  res.json({ error: { 'status-code': '429', 'request-id': '00000000-0000-0000-0000-000000000000' } });
}

export function sendRateLimitPage(res: Response): void {
  sendPage(res.status(429), 'Access denied | sso.garmin.com used Cloudflare to restrict access', 'Error 1015');
}

export function sendChallengePage(res: Response): void {
  sendPage(res.status(403), 'Just a moment...', 'Enable JavaScript and cookies to continue');
}

export function sendSignInPage(res: Response): void {
  sendPage(res, 'Garmin SSO Portal', '');
}

function sendPage(res: Response, title: string, text: string): void {
  res
    .type('html')
    .send(`<!DOCTYPE html>\n<html lang="en"><head><title>${title}</title></head><body>${text}</body></html>\n`);
}
