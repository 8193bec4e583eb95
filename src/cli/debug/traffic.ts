import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';

/** One request that left this process, without anything secret. */
export interface Exchange {
  readonly method: string;
  /** Origin and path; the path only where it is told to be harmless. */
  readonly address: string;
  readonly status: number | null;
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

/**
 * Hears of every request of this process, whoever sends it: Node tells of its own `fetch` and of `node:http`, which the
 * other clients use (nodejs.org/api/diagnostics_channel). Returns what ends it.
 */
export function watchTraffic(
  isHarmless: (origin: string) => boolean,
  report: (exchange: Exchange) => void,
): () => void {
  const address = (origin: string, path: string) =>
    `${origin}${isHarmless(origin) ? (path.split('?')[0] ?? '') : '/…'}`;
  const onFetch = (message: unknown) => {
    const { request, response } = message as UndiciHeaders;
    report({
      method: request.method,
      address: address(request.origin, request.path),
      status: response.statusCode,
      usage: usageOf(response.headers),
    });
  };
  const onFetchError = (message: unknown) => {
    const { request } = message as { readonly request: UndiciRequest };
    report({ method: request.method, address: address(request.origin, request.path), status: null, usage: null });
  };
  const onHttp = (message: unknown) => {
    const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
    const origin = `${request.protocol}//${request.getHeader('host') ?? request.host}`;
    const status = response.statusCode ?? null;
    report({ method: request.method, address: address(origin, request.path), status, usage: null });
  };
  const channels = [
    ['undici:request:headers', onFetch],
    ['undici:request:error', onFetchError],
    ['http.client.response.finish', onHttp],
  ] as const;
  for (const [name, listener] of channels) subscribe(name, listener);
  return () => {
    for (const [name, listener] of channels) unsubscribe(name, listener);
  };
}

function usageOf(headers: readonly Uint8Array[]): string | null {
  const texts = headers.map((part) => Buffer.from(part).toString('latin1'));
  const found = texts.flatMap((name, at) => (/ratelimit-usage$/i.test(name) ? [`${name}: ${texts[at + 1]}`] : []));
  return found.length > 0 ? found.join(', ') : null;
}
