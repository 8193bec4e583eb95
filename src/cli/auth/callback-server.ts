import type { AddressInfo } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { UsageError } from '../../sync/errors.ts';
import { errorCode } from '../../sync/http.ts';
import { isSame, listen, shut } from '../loopback.ts';
import { type CallbackPage, callbackPage, PAGE_HEADERS } from './callback-pages.ts';

const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** What Strava sends the browser back with; `scope` names what was granted. */
export interface Callback {
  readonly code: string | null;
  readonly scope: string | null;
  readonly error: string | null;
}

export interface CallbackRequest {
  readonly callback: Callback;
  /** Shows this to the browser; resolves when it is sent or the browser is gone. */
  respond(page: CallbackPage): Promise<void>;
}

export interface CallbackListener {
  /** `http://localhost:<port>/` */
  readonly redirectUri: string;
  /** The first request that carries the right state. */
  readonly received: Promise<CallbackRequest>;
  /** Nothing answers afterwards; may be called twice. */
  close(): Promise<void>;
}

/**
 * Waits on both loopback addresses for the one request that Strava sends the browser with. Whatever else comes gets a
 * page and changes nothing.
 * @throws UsageError when the port is in use
 */
export async function listenForCallback(options: {
  /** 0 takes any that is free. */
  readonly port: number;
  readonly state: string;
}): Promise<CallbackListener> {
  let port = options.port;
  let accept: (request: CallbackRequest) => void = () => undefined;
  const received = new Promise<CallbackRequest>((resolve) => {
    accept = resolve;
  });
  const app = callbackApp({ state: options.state, port: () => port, accept });
  const first = await listen(app, '127.0.0.1', port).catch((error: unknown) => fail(error, port));
  ({ port } = first.address() as AddressInfo);
  const second = await listen(app, '::1', port).catch(async (error: unknown) => {
    if (NO_IPV6.has(errorCode(error) ?? '')) return null;
    await shut(first);
    return fail(error, port);
  });
  const close = async () => void (await Promise.all([shut(first), second && shut(second)]));
  return { redirectUri: `http://localhost:${port}/`, received, close };
}

interface Rules {
  readonly state: string;
  readonly port: () => number;
  readonly accept: (request: CallbackRequest) => void;
}

function callbackApp({ state, port, accept }: Rules): Express {
  let isAnswered = false;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((req, res, next) => guard(req, res, next, port()));
  app.get('/', (req, res) => {
    const query = new URL(req.originalUrl, 'http://localhost').searchParams;
    const given = single(query, 'state');
    if (given === null || !isSame(given, state)) return show(res, { kind: 'wrong-state' });
    if (isRepeated(query)) return show(res, { kind: 'bad-request' });
    // Browsers fetch ahead with HEAD now and then; only a GET is the person's answer.
    if (req.method !== 'GET') return show(res, { kind: 'bad-request' });
    if (isAnswered) return show(res, { kind: 'already-used' });
    isAnswered = true;
    const callback = { code: single(query, 'code'), scope: single(query, 'scope'), error: single(query, 'error') };
    accept({ callback, respond: (page) => respond(res, page) });
  });
  app.use((_req, res) => show(res, { kind: 'not-found' }));
  return app;
}

/** Turns away other hosts (DNS rebinding), other methods and every body, before anything is read. */
function guard(req: Request, res: Response, next: NextFunction, port: number): void {
  const hosts = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
  const hasBody = Number(req.headers['content-length'] ?? 0) !== 0 || req.headers['transfer-encoding'] !== undefined;
  if (!hosts.includes(req.headers.host ?? '')) show(res, { kind: 'bad-request' }, 421);
  else if (hasBody) show(res, { kind: 'bad-request' }, 413);
  else if (req.method === 'GET' || req.method === 'HEAD') next();
  else show(res.set('Allow', 'GET'), { kind: 'bad-request' }, 405);
}

function show(res: Response, page: CallbackPage, status?: number): void {
  const { status: usual, html } = callbackPage(page);
  const { socket } = res;
  // A body that is still coming is not waited for.
  res.once('finish', () => socket?.destroySoon());
  res
    .status(status ?? usual)
    .set(PAGE_HEADERS)
    .end(html);
}

function respond(res: Response, page: CallbackPage): Promise<void> {
  return new Promise((resolve) => {
    if (res.destroyed || res.writableEnded) {
      resolve();
      return;
    }
    res.once('close', resolve);
    show(res, page);
  });
}

function single(query: URLSearchParams, name: string): string | null {
  const values = query.getAll(name);
  return values.length === 1 ? (values[0] ?? null) : null;
}

function isRepeated(query: URLSearchParams): boolean {
  return ['state', 'code', 'scope', 'error'].some((name) => query.getAll(name).length > 1);
}

function fail(error: unknown, port: number): never {
  throw errorCode(error) === 'EADDRINUSE' ? portInUse(port) : error;
}

function portInUse(port: number): UsageError {
  return new UsageError({
    message: `Port ${port} on localhost is in use by another program.`,
    hint: `Take another one: \`garmin2strava auth strava --port ${port === 9322 ? 9323 : 9322}\`.`,
  });
}
