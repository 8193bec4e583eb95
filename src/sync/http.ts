import { type RequestOutcome, type Service, ServiceError, serviceName } from './errors.ts';
import { SECOND } from './time.ts';

export type Fetch = typeof globalThis.fetch;

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is none. */
  readonly json: unknown;
  readonly text: string;
}

export function isSuccess({ status }: Pick<HttpAnswer, 'status'>): boolean {
  return status >= 200 && status < 300;
}

export interface HttpOptions {
  readonly fetch: Fetch;
  readonly service: Service;
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  /** Ends the exchange before its time; for what may be asked again without harm. */
  readonly signal?: AbortSignal | undefined;
}

/** Failures in which the request cannot have reached the service. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Sends one request and reads the whole answer. Redirects are not followed: a bearer goes to its configured origin only.
 * @throws ServiceError when there is no complete answer
 */
export async function send(options: HttpOptions, url: string | URL, init: RequestInit): Promise<HttpAnswer> {
  const { fetch, service, timeout } = options;
  try {
    const late = AbortSignal.timeout(timeout);
    const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const text = await response.text();
    return { status: response.status, headers: response.headers, json: parseJson(text), text };
  } catch (error) {
    throw noAnswer(service, timeout, error);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function noAnswer(service: Service, timeout: number, error: unknown): ServiceError {
  const isTimeout = error instanceof Error && error.name === 'TimeoutError';
  const code = errorCode(error);
  const outcome: RequestOutcome = code !== null && NEVER_SENT.has(code) ? 'refused' : 'unknown';
  const what = isTimeout
    ? `did not answer within ${timeout / SECOND} s`
    : `cannot be reached (${code ?? 'no connection'})`;
  return noAnswerError(service, outcome, what, error);
}

/** The same words for both HTTP clients of this project. `what` continues "Strava …". */
export function noAnswerError(service: Service, outcome: RequestOutcome, what: string, cause: unknown): ServiceError {
  return new ServiceError(
    service,
    { status: null, outcome },
    {
      message: `${serviceName(service)} ${what}.`,
      hint: 'Check the network connection and run the same command again: nothing is lost.',
      cause,
    },
  );
}

/** The system's code of a failed connection, dug out of fetch's nested causes. */
export function errorCode(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}

/** Milliseconds from a Retry-After header in seconds or as an HTTP date; null where there is none. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * SECOND);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
