import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import garmin from 'garmin-connect';
import { errorCode, noAnswerError } from '../http.ts';
import { SECOND } from '../time.ts';
import type { GarminAnswer } from './garmin-errors.ts';

// The package has no named exports at run time, only a default one: `import { GarminConnect }` breaks in plain Node.
const { GarminConnect } = garmin;
type Axios = InstanceType<typeof GarminConnect>['client']['client'];

const TIMEOUT = 30 * SECOND;
/** Bytes; a long day of riding is 3 MB. */
const LARGEST_DOWNLOAD = 64 * 1024 * 1024;

export interface ConnectClientOptions {
  /** Origin of the data API, personal or private. */
  readonly url: string;
  /** Milliseconds for one request. */
  readonly timeout?: number;
  /** Ends every request that is on its way. */
  readonly signal?: AbortSignal | undefined;
  /** Headers beside the bearer, where an API wants some. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type ConnectResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: GarminAnswer };

/**
 * The one place that knows the package `garmin-connect`. Its login has been closed by Garmin since March 2026, and its
 * refresh never recovers from a failure, so both are taken out: the bearer is given with each call and goes to the
 * configured origin only.
 */
export class ConnectClient {
  readonly #garmin: InstanceType<typeof GarminConnect>;

  constructor({ url, timeout = TIMEOUT, signal, headers = {} }: ConnectClientOptions) {
    this.#garmin = new GarminConnect({ username: '', password: '' });
    const { client } = this.#garmin;
    client.url.GC_API = url;
    client.client.interceptors.request.clear();
    client.client.interceptors.response.clear();
    Object.assign(client.client.defaults, {
      timeout,
      signal,
      maxRedirects: 0,
      maxContentLength: LARGEST_DOWNLOAD,
      proxy: false,
    });
    Object.assign(client.client.defaults.headers.common, { Accept: 'application/json', ...headers });
  }

  /** One page of the activity list. */
  list(bearer: string, params: Readonly<Record<string, string | number>>): Promise<ConnectResult<unknown>> {
    return this.#call(bearer, () => this.#garmin.client.get<unknown>(this.#garmin.client.url.ACTIVITIES, { params }));
  }

  detail(bearer: string, activityId: string): Promise<ConnectResult<unknown>> {
    return this.#call(bearer, () =>
      this.#garmin.client.get<unknown>(this.#garmin.client.url.ACTIVITY + path(activityId)),
    );
  }

  /** Downloads the original to `directory` and returns the path of the zip and its bytes. */
  download(
    bearer: string,
    activityId: string,
    directory: string,
  ): Promise<ConnectResult<{ zip: string; bytes: Buffer }>> {
    return this.#call(bearer, async () => {
      // The package takes ids as numbers but only ever writes them into the address and the file name.
      const id = path(activityId) as unknown as number;
      await this.#garmin.downloadOriginalActivityData({ activityId: id }, directory, 'zip');
      const zip = join(directory, `${id}.zip`);
      return { zip, bytes: await readFile(zip) };
    });
  }

  async #call<T>(bearer: string, request: () => Promise<T>): Promise<ConnectResult<T>> {
    this.#axios.defaults.headers.common.Authorization = `Bearer ${bearer}`;
    try {
      return { ok: true, value: await request() };
    } catch (error) {
      const answer = answerOf(error);
      if (answer) return { ok: false, answer };
      if (!isAxiosError(error)) throw error;
      const isTimeout = error.code === 'ECONNABORTED' || error.code === 'ETIMEDOUT';
      const what = isTimeout ? 'did not answer in time' : `cannot be reached (${errorCode(error) ?? 'no connection'})`;
      throw noAnswerError('garmin', 'unknown', what, redacted(error));
    }
  }

  get #axios(): Axios {
    return this.#garmin.client.client;
  }
}

/** Ids become part of an address and of a file name. */
function path(activityId: string): string {
  return encodeURIComponent(activityId);
}

interface AxiosFailure extends Error {
  readonly code?: string;
  readonly response?: { readonly status: number; readonly headers: Record<string, unknown>; readonly data: unknown };
}

function isAxiosError(error: unknown): error is AxiosFailure {
  return error instanceof Error && 'isAxiosError' in error;
}

function answerOf(error: unknown): GarminAnswer | null {
  if (!isAxiosError(error) || !error.response) return null;
  const { status, headers, data } = error.response;
  // The status was good and the body broke off.
  if (status < 300) return null;
  const wait = headers['retry-after'];
  return { status, retryAfter: typeof wait === 'string' ? wait : null, text: bodyText(data) };
}

function bodyText(data: unknown): string {
  if (Buffer.isBuffer(data)) return data.toString('utf8', 0, 2_000);
  return typeof data === 'string' ? data : JSON.stringify(data ?? '');
}

/** An axios error carries the whole request, bearer included: only its words are kept. */
function redacted({ message, code }: AxiosFailure): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}
