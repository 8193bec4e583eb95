import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isSame } from '../loopback.ts';
import { type ProblemAnswer, WRITE_KEY_HEADER } from './api.ts';

/** What a browser has to show before it is let in. */
export interface GateKeys {
  /** Stands in the address that is printed, then in the cookie. */
  readonly token: string;
  /** Good for one entry: it is given to the browser in its arguments, which everybody on the machine may read. */
  readonly ticket: string;
  /** Stands in the page. Cookies of one host are seen by all its ports, so the cookie alone changes nothing. */
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

/** Lets in who comes with the token or the ticket in the address, and keeps the token in a cookie instead. */
export function signIn({ token, ticket }: GateKeys, welcome: (res: Response) => void): RequestHandler {
  let isTicketUsed = false;
  return (req, res, next) => {
    const given = new URL(req.originalUrl, 'http://localhost').searchParams.get('token');
    const hasTicket = given !== null && !isTicketUsed && isSame(given, ticket);
    if (!hasTicket && (given === null || !isSame(given, token))) return next();
    isTicketUsed ||= hasTicket;
    res.cookie(cookieName(req), token, { httpOnly: true, sameSite: 'strict', path: '/' });
    welcome(res);
  };
}

export function isSignedIn(req: Request, { token }: GateKeys): boolean {
  const name = `${cookieName(req)}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some((cookie) => cookie.startsWith(name) && isSame(cookie.slice(name.length), token));
}

/** Lets reading through with the cookie; writing wants the page's key too, and has to come from the page itself. */
export function apiGate(keys: GateKeys): RequestHandler {
  return (req, res, next) => {
    if (!isSignedIn(req, keys)) return refuse(res, 401, 'NOT_SIGNED_IN', 'This needs the address from the terminal.');
    if (req.method === 'GET' || mayWrite(req, keys)) return next();
    refuse(res, 403, 'NOT_ALLOWED', 'Only the dashboard itself may change anything. Reload the page.');
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

export function refuse(res: Response, status: number, code: string, message: string): void {
  const answer: ProblemAnswer = { schemaVersion: 1, error: { code, message, hint: null } };
  res.status(status).json(answer);
}

/** Answers to what nobody serves. */
export function nothingHere(_req: Request, res: Response, _next: NextFunction): void {
  refuse(res, 404, 'NOT_FOUND', 'There is nothing at this address.');
}
