import { randomUUID } from 'node:crypto';
import { type Express, type Request, type Response, text } from 'express';
import { queryText } from './answers.ts';
import { GARMIN_GUID } from './profile.ts';
import type { GarminSandboxSettings, LoginOutcome } from './settings.ts';
import {
  CAPTCHA,
  LOCKED,
  NO_SESSION,
  sendChallengePage,
  sendCodeRequest,
  sendProblem,
  sendRateLimitInBody,
  sendRateLimitPage,
  sendRefusal,
  sendSignInPage,
  sendTicket,
  WRONG_CODE,
  WRONG_PASSWORD,
} from './sign-in-answers.ts';
import type { SignIns } from './sign-ins.ts';

/** What the sign-in accepts. */
export interface GarminAccount {
  readonly email: string;
  readonly password: string;
  readonly mfaCode: string;
}

export interface SignInContext {
  readonly account: GarminAccount;
  readonly settings: GarminSandboxSettings;
  readonly signIns: SignIns;
}

/**
 * The sign-in host: the flow of the mobile app and the one of the web portal, which have the same bodies (recorded by
 * matin/garth in March 2026; the second factor as python-garminconnect 0.3 speaks it).
 */
export function signInRoutes(app: Express, context: SignInContext): void {
  const body = text({ type: 'application/json' });
  for (const front of ['mobile', 'portal']) {
    app.get(`/${front}/sso/:locale/sign-in`, (_req, res) => {
      for (const name of ['SESSION', '__VCAP_ID__', '__cf_bm', '__cflb', '_cfuvid']) setCookie(res, name, randomUUID());
      sendSignInPage(res);
    });
    app.post(`/${front}/api/login`, body, (req, res) => login(req, res, context));
    app.post(`/${front}/api/mfa/verifyCode`, body, (req, res) => verifyCode(req, res, context));
  }
}

/** The outcomes that every password has alike. */
const ALIKE: Readonly<Record<Exclude<LoginOutcome, 'ok' | 'mfa'>, (res: Response) => void>> = {
  'wrong-password': (res) => sendRefusal(res, WRONG_PASSWORD),
  captcha: (res) => sendRefusal(res, CAPTCHA),
  locked: (res) => sendRefusal(res, LOCKED),
  'rate-limited': sendRateLimitPage,
  'rate-limited-in-body': sendRateLimitInBody,
  challenge: sendChallengePage,
};

function login(req: Request, res: Response, context: SignInContext): void {
  const { account, settings } = context;
  const service = queryText(req, 'service');
  const given = jsonBody(req);
  if (service === null || queryText(req, 'clientId') === null || given === null) {
    sendProblem(res, req.path);
    return;
  }
  if (settings.login !== 'ok' && settings.login !== 'mfa') {
    ALIKE[settings.login](res);
  } else if (given['username'] !== account.email || given['password'] !== account.password) {
    sendRefusal(res, WRONG_PASSWORD);
  } else {
    admit(req, res, service, context);
  }
}

function admit(req: Request, res: Response, service: string, { account, settings, signIns }: SignInContext): void {
  if (settings.login === 'mfa') {
    setCookie(res, 'SESSION', signIns.awaitCode(service, sessionOf(req)));
    sendCodeRequest(res, account.email);
  } else {
    welcome(res);
    sendTicket(res, { service, ticket: signIns.issueTicket(service, settings.ticketLife) });
  }
}

/** The ticket is for the service of the login, whichever service the query of this request names. */
function verifyCode(req: Request, res: Response, { account, settings, signIns }: SignInContext): void {
  const given = jsonBody(req);
  const session = sessionOf(req) ?? '';
  if (given === null) {
    sendProblem(res, req.path);
  } else if (signIns.waitingService(session) === null) {
    sendRefusal(res, NO_SESSION);
  } else {
    const isRight = given['mfaVerificationCode'] === account.mfaCode;
    const admitted = isRight ? signIns.complete(session, settings.ticketLife) : null;
    if (admitted === null) {
      sendRefusal(res, WRONG_CODE);
    } else {
      welcome(res);
      sendTicket(res, admitted);
    }
  }
}

/** The cookies of somebody who is signed in. */
function welcome(res: Response): void {
  setCookie(res, 'CASTGC', `TGT-${randomUUID()}-sso`);
  setCookie(res, 'GARMIN-SSO', '1');
  setCookie(res, 'GARMIN-SSO-CUST-GUID', GARMIN_GUID);
  setCookie(res, 'GMN_TRACKABLE', '1');
}

/** Without the `Domain` of the real ones: a client must send them back to loopback. */
function setCookie(res: Response, name: string, value: string): void {
  res.append('Set-Cookie', `${name}=${value}; Path=/; Secure; HttpOnly`);
}

function sessionOf(req: Request): string | undefined {
  return /(?:^|;\s*)SESSION=([^;]+)/.exec(req.get('cookie') ?? '')?.[1];
}

/** The JSON object of the request; null for anything else. */
function jsonBody(req: Request): Readonly<Record<string, unknown>> | null {
  try {
    const body: unknown = JSON.parse(String(req.body));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : null;
  } catch {
    return null;
  }
}
