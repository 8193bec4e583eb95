import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import { type StravaSandbox, startStravaSandbox } from '../../../../src/sync/sandbox/strava/index.ts';
import type { StravaSandboxSettings } from '../../../../src/sync/sandbox/strava/settings.ts';
import { type ManualClock, manualClock } from '../../../support/manual-clock.ts';

export type Json = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** A running stand-in with a clock in the test's hand, and a login with the tool's scopes. */
export interface Bench {
  readonly clock: ManualClock;
  readonly strava: StravaSandbox;
  /** Calls the API with the bench's own token, or with `token`. */
  call(path: string, init?: RequestInit, token?: string): Promise<Answer>;
  list(query?: string, token?: string): Promise<Json[]>;
  upload(upload: UploadFields, token?: string): Promise<Answer>;
  /** Uploads, lets the file be processed and returns what the poll says then. */
  uploaded(upload: UploadFields): Promise<Json>;
}

export interface UploadFields {
  readonly file?: Uint8Array;
  readonly filename?: string;
  readonly [field: string]: string | Uint8Array | undefined;
}

/** A quarter past seven: neither a quarter hour's nor a day's first moment. */
export const START = Date.parse('2026-11-20T07:20:00Z');

export async function openBench(settings: Partial<StravaSandboxSettings> = {}): Promise<Bench> {
  const clock = manualClock(START);
  const strava = await startStravaSandbox({ clock, settings });
  onTestFinished(() => strava.close());
  const { accessToken } = strava.issueTokens();

  async function call(path: string, init: RequestInit = {}, token = accessToken): Promise<Answer> {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${token}`);
    return answerOf(await fetch(`${strava.apiUrl}${path}`, { ...init, headers }));
  }
  const upload = (fields: UploadFields, token?: string) =>
    call('/uploads', { method: 'POST', body: formOf(fields) }, token);

  return {
    clock,
    strava,
    call,
    upload,
    list: async (query = '', token) =>
      Object.values((await call(`/athlete/activities${query}`, {}, token)).body) as Json[],
    async uploaded(fields) {
      const { body } = await upload(fields);
      clock.advance(strava.settings.processingMs);
      return (await call(`/uploads/${body['id_str']}`)).body;
    },
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : (JSON.parse(text) as Json) };
}

function formOf({ file, filename = 'activity.fit', ...fields }: UploadFields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (typeof value === 'string') form.set(name, value);
  if (file) form.set('file', new Blob([new Uint8Array(file)]), filename);
  return form;
}

/** A file that the sandbox ships with. */
export function sandboxFile(name: string): Promise<Buffer> {
  return readFile(new URL(`../../../../src/sync/sandbox/data/${name}`, import.meta.url));
}
