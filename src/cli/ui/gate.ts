import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isSame } from '../loopback.ts';
import { type ProblemAnswer, WRITE_KEY_HEADER } from './api.ts';

/** What a browser has to show before it is let in. */
export interface GateKeys {
  /** Stands in the address that is printed. */
  readonly token: string;
  /** Good for one entry: it is given to the browser in its arguments, which everybody on the machine may read. */
  readonly ticket: string;
  /** Stands in the cookie. A browser sends that to every port of the host, so it lets look and nothing else. */
  readonly pass: string;
  /** Lets change things. It is in the answer to token and ticket alone, and the tab keeps it for its own port. */
  readonly writeKey: string;
}

/** Nothing comes from elsewhere, is framed, kept or told on. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cache-Control': 'no-store',
};

/** Sets the headers of every answer and turns other hosts away (DNS rebinding), before anything else is looked at. */
export function hostGate(port: () => number): RequestHandler {
  return (req, res, next) => {
    res.set(HEADERS);
    const hosts = [`127.0.0.1:${port()}`, `localhost:${port()}`];
    if (hosts.includes(req.headers.host ?? '')) next();
    else refuse(res, 421, 'WRONG_HOST', 'This address is not served here.');
  };
}

/** True, with a cookie for what follows, when somebody comes with the token or the ticket in the address. */
export function signIn({ token, ticket, pass }: GateKeys): (req: Request, res: Response) => boolean {
  let isTicketUsed = false;
  return (req, res) => {
    const given = new URL(req.originalUrl, 'http://localhost').searchParams.get('token');
    // Express answers HEAD as GET; who only looks whether the page is there uses nothing up.
    if (given === null || req.method !== 'GET') return false;
    const hasTicket = !isTicketUsed && isSame(given, ticket);
    if (!hasTicket && !isSame(given, token)) return false;
    isTicketUsed ||= hasTicket;
    res.cookie(cookieName(req), pass, { httpOnly: true, sameSite: 'strict', path: '/' });
    return true;
  };
}

export function isSignedIn(req: Request, { pass }: GateKeys): boolean {
  const name = `${cookieName(req)}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some((cookie) => cookie.startsWith(name) && isSame(cookie.slice(name.length), pass));
}

/** Where somebody goes whose cookie or key is not, or no longer, the right one. */
const AGAIN = 'Open the address that `garmin2strava ui` printed last.';

/** Lets reading through with the cookie; writing wants the tab's key too, and has to come from the page itself. */
export function apiGate(keys: GateKeys): RequestHandler {
  return (req, res, next) => {
    if (!isSignedIn(req, keys)) return refuse(res, 401, 'NOT_SIGNED_IN', 'This page is not signed in.', AGAIN);
    if (req.method === 'GET' || mayWrite(req, keys)) return next();
    refuse(res, 403, 'NOT_ALLOWED', 'This tab can show everything and change nothing.', AGAIN);
  };
}

function mayWrite(req: Request, { writeKey }: GateKeys): boolean {
  const { origin } = req.headers;
  const isOwnOrigin = origin === undefined || origin === `http://${req.headers.host}`;
  return isOwnOrigin && isSame(req.get(WRITE_KEY_HEADER) ?? '', writeKey);
}

/** Told apart by port: two dashboards on one machine share the cookies of its host. */
function cookieName(req: Request): string {
  return `garmin2strava-${req.socket.localPort}`;
}

export function refuse(res: Response, status: number, code: string, message: string, hint: string | null = null): void {
  const answer: ProblemAnswer = { schemaVersion: 1, error: { code, message, hint } };
  res.status(status).json(answer);
}

/** Answers to what nobody serves. */
export function nothingHere(_req: Request, res: Response, _next: NextFunction): void {
  refuse(res, 404, 'NOT_FOUND', 'There is nothing at this address.');
}
