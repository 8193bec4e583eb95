import type { StravaActivity } from '../activity.ts';
import { FileError } from '../errors.ts';
import { type Fetch, type HttpAnswer, isSuccess, send } from '../http.ts';
import type {
  ActivityChanges,
  Gear,
  StravaWindow,
  UploadAnswer,
  UploadRequest,
  UploadRoom,
  UploadStatus,
  UploadTarget,
} from '../ports.ts';
import { parseBucket, type QuotaUsage } from '../quota.ts';
import type { QuotaBudget } from '../quota-budget.ts';
import { type Clock, SECOND } from '../time.ts';
import type { StoredToken, TokenKeeper } from '../token-keeper.ts';
import { apiError, refusedFile, unusable } from './strava-errors.ts';
import { parseActivities, parseGear, parseRefusedUpload, parseUploadId, parseUploadStatus } from './strava-rows.ts';

/** The most that Strava gives in one page. */
const PAGE = 200;
const READ_TIMEOUT = 30 * SECOND;
const UPLOAD_TIMEOUT = 60 * SECOND;

export interface StravaTargetOptions {
  /** `https://www.strava.com/api/v3` */
  readonly apiUrl: string;
  readonly tokens: Pick<TokenKeeper<StoredToken>, 'token' | 'replace'>;
  readonly budget: QuotaBudget;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Ends the reads that are on their way; what changes something is never cut off. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds; both have defaults that suit the real service. */
  readonly timeouts?: { readonly read: number; readonly upload: number };
}

/** Strava's API as far as a sync needs it. */
export class StravaTarget implements UploadTarget {
  readonly #options: StravaTargetOptions;
  #gear: readonly Gear[] | null = null;

  constructor(options: StravaTargetOptions) {
    this.#options = options;
  }

  quota(): QuotaUsage | null {
    return this.#options.budget.usage();
  }

  room(): Promise<UploadRoom> {
    return this.#options.budget.room();
  }

  rememberQuota(): Promise<void> {
    return this.#options.budget.save();
  }

  /** There is no total: pages are read until one is empty, for a short page may only hide some rows. */
  async list({ from, until, pages = Number.POSITIVE_INFINITY }: StravaWindow): Promise<readonly StravaActivity[]> {
    const after = String(Math.floor(from / SECOND));
    const before = String(Math.ceil(until / SECOND));
    const found = new Map<string, StravaActivity>();
    for (let page = 1; ; page += 1) {
      const query = new URLSearchParams({ after, before, page: String(page), per_page: String(PAGE) });
      const answer = await this.#call(`/athlete/activities?${query}`, () => ({ method: 'GET' }));
      const parsed = parseActivities(answer.json);
      if (!parsed) throw unusable(answer);
      for (const activity of parsed.activities) found.set(activity.id, activity);
      if (parsed.rows === 0 || page >= pages) return [...found.values()];
    }
  }

  async upload(request: UploadRequest): Promise<UploadAnswer> {
    const answer = await this.#send('/uploads', () => ({ method: 'POST', body: uploadForm(request) }));
    const refusal = answer.status === 400 ? parseRefusedUpload(answer.json) : null;
    if (refusal?.kind === 'failed') throw refusedFile(refusal.detail);
    if (refusal) return refusal;
    const uploadId = parseUploadId(this.#checked(answer).json);
    if (uploadId === null) throw unusable(answer);
    return { kind: 'accepted', uploadId };
  }

  async uploadStatus(uploadId: string): Promise<UploadStatus> {
    const answer = await this.#send(`/uploads/${encodeURIComponent(uploadId)}`, () => ({ method: 'GET' }));
    if (answer.status === 404) return { kind: 'unknown' };
    const status = parseUploadStatus(this.#checked(answer).json);
    if (!status) throw unusable(answer);
    return status;
  }

  async update(stravaId: string, { mute, gearId }: ActivityChanges): Promise<void> {
    // As JSON: a form's booleans have no effect.
    const body = JSON.stringify({ ...(mute !== undefined && { hide_from_home: mute }), gear_id: gearId });
    const headers = { 'Content-Type': 'application/json' };
    const path = `/activities/${encodeURIComponent(stravaId)}`;
    const answer = await this.#send(path, () => ({ method: 'PUT', body, headers }));
    if (answer.status !== 404) this.#checked(answer);
  }

  async gear(): Promise<readonly Gear[]> {
    this.#gear ??= parseGear((await this.#call('/athlete', () => ({ method: 'GET' }))).json);
    return this.#gear;
  }

  async #call(path: string, init: () => RequestInit): Promise<HttpAnswer> {
    return this.#checked(await this.#send(path, init));
  }

  #checked(answer: HttpAnswer): HttpAnswer {
    if (!isSuccess(answer)) throw apiError(answer, this.quota(), this.#options.clock.now());
    return answer;
  }

  /** Sends with the current token, and once more with a new one when that was refused. */
  async #send(path: string, init: () => RequestInit): Promise<HttpAnswer> {
    const { tokens } = this.#options;
    const { accessToken } = await tokens.token();
    const answer = await this.#sendAs(accessToken, path, init());
    if (!isTokenRefusal(answer)) return answer;
    const renewed = await tokens.replace(accessToken);
    return this.#sendAs(renewed.accessToken, path, init());
  }

  async #sendAs(bearer: string, path: string, init: RequestInit): Promise<HttpAnswer> {
    const { apiUrl, budget, fetch, timeouts } = this.#options;
    const signal = init.method === 'GET' ? this.#options.signal : undefined;
    await budget.spend(init.method === 'POST' ? 'upload' : 'read');
    const timeout = init.method === 'POST' ? (timeouts?.upload ?? UPLOAD_TIMEOUT) : (timeouts?.read ?? READ_TIMEOUT);
    const headers = { ...init.headers, Authorization: `Bearer ${bearer}`, Accept: 'application/json' };
    const answer = await send({ fetch, service: 'strava', timeout, signal }, `${apiUrl}${path}`, { ...init, headers });
    await budget.learn(quotaOf(answer.headers));
    return answer;
  }
}

function isTokenRefusal(answer: HttpAnswer): boolean {
  return answer.status === 401 && !answer.text.includes('_permission');
}

function quotaOf(headers: Headers): QuotaUsage {
  return {
    overall: parseBucket(headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-usage')),
    read: parseBucket(headers.get('x-readratelimit-limit'), headers.get('x-readratelimit-usage')),
  };
}

function uploadForm(request: UploadRequest): FormData {
  const { externalId, format, bytes, name, description, sportType, trainer, commute } = request;
  if (bytes.length === 0) {
    throw new FileError('BROKEN', { message: 'The file is empty.', hint: 'Look at the activity on Garmin Connect.' });
  }
  const form = new FormData();
  form.set('data_type', format);
  form.set('external_id', externalId);
  if (name) form.set('name', name);
  if (description) form.set('description', description);
  if (sportType) form.set('sport_type', sportType);
  // Anything else than 1 is not understood, and nothing means no.
  if (trainer) form.set('trainer', '1');
  if (commute) form.set('commute', '1');
  // A copy on an ArrayBuffer of its own: Blob does not take bytes that may be shared.
  form.set('file', new Blob([new Uint8Array(bytes)]), `${externalId}.${format}`);
  return form;
}
