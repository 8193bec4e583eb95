import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isSame } from '../loopback.ts';
import { type ProblemAnswer, WRITE_KEY_HEADER } from './api.ts';

/** What a browser has to show before it is let in. */
export interface GateKeys {
  /** Stands in the address, which a browser is started with and every process can see: it lets in once. */
  readonly token: string;
  /** Stands in the cookie. */
  readonly session: string;
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

/** Lets in who comes first with the token in the address, and gives a cookie for it. */
export function signIn({ token, session }: GateKeys): RequestHandler {
  let isUsed = false;
  return (req, res, next) => {
    const given = new URL(req.originalUrl, 'http://localhost').searchParams.get('token');
    if (given === null || isUsed || !isSame(given, token)) return next();
    isUsed = true;
    res.cookie(cookieName(req), session, { httpOnly: true, sameSite: 'strict', path: '/' });
    res.redirect(303, '/');
  };
}

export function isSignedIn(req: Request, { session }: GateKeys): boolean {
  const name = `${cookieName(req)}=`;
  const cookies = (req.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.some((cookie) => cookie.startsWith(name) && isSame(cookie.slice(name.length), session));
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
