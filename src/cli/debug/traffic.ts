import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Instant } from '../../sync/time.ts';

/** One request that left this process, without anything secret. */
export interface Exchange {
  readonly method: string;
  /** Origin and path; the path only where it is told to be harmless. */
  readonly address: string;
  /** HTTP status, or what became of it instead. */
  readonly outcome: number | 'no answer' | 'answer broken off';
  /** Milliseconds from the request to the head of the answer, or to its failure. */
  readonly ms: number;
  /** Strava's usage headers, where there were some. */
  readonly usage: string | null;
}

interface UndiciRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
}
interface UndiciHeaders {
  readonly request: UndiciRequest;
  readonly response: { readonly statusCode: number; readonly headers: readonly Uint8Array[] };
}
interface NodeExchange {
  readonly request: ClientRequest;
  readonly response: IncomingMessage;
}

type Tell = (request: object, exchange: Omit<Exchange, 'ms' | 'address'> & { origin: string; path: string }) => void;
type Listeners = readonly (readonly [channel: string, listener: (message: unknown) => void])[];

/**
 * Hears of every request of this process, whoever sends it: Node tells of its own `fetch` and of `node:http`, which the
 * other clients use (nodejs.org/api/diagnostics_channel). Returns what ends it.
 */
export function watchTraffic(
  isHarmless: (origin: string) => boolean,
  now: () => Instant,
  report: (exchange: Exchange) => void,
): () => void {
  const begun = new WeakMap<object, Instant>();
  const begin = (request: object) => void begun.set(request, now());
  const tell: Tell = (request, { origin, path, ...exchange }) => {
    const address = `${origin}${isHarmless(origin) ? (path.split('?')[0] ?? '') : '/…'}`;
    report({ ...exchange, address, ms: now() - (begun.get(request) ?? now()) });
  };
  const listeners = [...fetchListeners(begin, tell), ...httpListeners(begin, tell)];
  for (const [name, listener] of listeners) subscribe(name, listener);
  return () => {
    for (const [name, listener] of listeners) unsubscribe(name, listener);
  };
}

function fetchListeners(begin: (request: object) => void, tell: Tell): Listeners {
  const answered = new WeakSet<object>();
  return [
    ['undici:request:create', (message) => begin((message as Pick<UndiciHeaders, 'request'>).request)],
    [
      'undici:request:headers',
      (message) => {
        const { request, response } = message as UndiciHeaders;
        answered.add(request);
        tell(request, { ...addressed(request), outcome: response.statusCode, usage: usageOf(response.headers) });
      },
    ],
    [
      'undici:request:error',
      (message) => {
        const { request } = message as Pick<UndiciHeaders, 'request'>;
        const outcome = answered.has(request) ? 'answer broken off' : 'no answer';
        tell(request, { ...addressed(request), outcome, usage: null });
      },
    ],
  ];
}

function addressed({ method, origin, path }: UndiciRequest) {
  return { method, origin, path };
}

function httpListeners(begin: (request: object) => void, tell: Tell): Listeners {
  const answered = new WeakSet<object>();
  const report = (request: ClientRequest, outcome: Exchange['outcome']) => {
    const origin = `${request.protocol}//${request.getHeader('host') ?? request.host}`;
    tell(request, { method: request.method, origin, path: request.path, outcome, usage: null });
  };
  return [
    [
      'http.client.request.start',
      (message) => {
        const { request } = message as Pick<NodeExchange, 'request'>;
        begin(request);
        // A listener for `error` would take the place of whoever has to handle it.
        request.once('close', () => {
          if (!answered.has(request)) report(request, 'no answer');
        });
      },
    ],
    [
      'http.client.response.finish',
      (message) => {
        const { request, response } = message as NodeExchange;
        answered.add(request);
        report(request, response.statusCode ?? 'no answer');
      },
    ],
  ];
}

function usageOf(headers: readonly Uint8Array[]): string | null {
  const texts = headers.map((part) => Buffer.from(part).toString('latin1'));
  const found = texts.flatMap((name, at) => (/ratelimit-usage$/i.test(name) ? [`${name}: ${texts[at + 1]}`] : []));
  return found.length > 0 ? found.join(', ') : null;
}
