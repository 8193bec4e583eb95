import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { GarminActivity } from '../activity.ts';
import { FileError, type ToolError } from '../errors.ts';
import type { ActivityPage, ActivitySource, Download, PageRequest } from '../ports.ts';
import { type Clock, HOUR } from '../time.ts';
import type { StoredToken, TokenKeeper } from '../token-keeper.ts';
import { recordingsOf } from './activity-file.ts';
import { parseDetail, parsePage } from './activity-rows.ts';
import type { ConnectClient, ConnectResult } from './connect-client.ts';
import { forbiddenFile, type GarminAnswer, garminError, isWebPage, unusable } from './garmin-errors.ts';
import { unzip } from './unzip.ts';

/** A file that Garmin does not hand out this long after the activity arrived there never comes. */
const FILE_IS_DUE = HOUR;
/** First bytes of a zip and of an empty zip. */
const ZIP_MAGICS = ['504b0304', '504b0506'];

export interface GarminSourceOptions {
  readonly client: ConnectClient;
  readonly tokens: Pick<TokenKeeper<StoredToken>, 'token' | 'replace'>;
  readonly clock: Clock;
}

/** Garmin Connect as a source of activities: the list, and the original files as Garmin keeps them. */
export class GarminSource implements ActivitySource {
  readonly kind = 'garmin';
  readonly #options: GarminSourceOptions;

  constructor(options: GarminSourceOptions) {
    this.#options = options;
  }

  async list({ start, limit, startDate, endDate }: PageRequest): Promise<ActivityPage> {
    const params = { start, limit, ...(startDate && { startDate }), ...(endDate && { endDate }) };
    const result = await this.#call((bearer) => this.#options.client.list(bearer, params));
    if (!result.ok) throw this.#error(result.answer);
    const page = parsePage(result.value);
    if (!page) throw unusable(200, isWebPage({ text: String(result.value) }));
    return page;
  }

  async find(garminId: string): Promise<GarminActivity | null> {
    const result = await this.#call((bearer) => this.#options.client.detail(bearer, garminId));
    if (result.ok) return parseDetail(result.value);
    if (result.answer.status === 404 || result.answer.status === 403) return null;
    throw this.#error(result.answer);
  }

  async download(activity: Pick<GarminActivity, 'id'>): Promise<Download> {
    const directory = await mkdtemp(join(tmpdir(), 'garmin2strava-'));
    try {
      const result = await this.#call((bearer) => this.#options.client.download(bearer, activity.id, directory));
      if (!result.ok) return await this.#withoutFile(activity.id, result.answer);
      const { zip, bytes } = result.value;
      if (!ZIP_MAGICS.includes(bytes.toString('hex', 0, 4))) throw this.#notAZip(bytes);
      return { kind: 'files', files: recordingsOf(await unzip(zip, join(directory, 'content'))) };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** A manual entry answers 404 or 500; so does a file that is not there yet. Garmin's detail tells them apart. */
  async #withoutFile(activityId: string, answer: GarminAnswer): Promise<Download> {
    const isRefused = answer.status === 403 && !isWebPage(answer);
    if (isRefused) throw forbiddenFile();
    const mayLackFile = answer.status === 404 || (answer.status === 500 && !isWebPage(answer));
    if (!mayLackFile) throw this.#error(answer);
    const detail = await this.#call((bearer) => this.#options.client.detail(bearer, activityId));
    return explainMissingFile(detail.ok ? detail.value : null, this.#options.clock.now());
  }

  #notAZip(bytes: Buffer): ToolError {
    const text = bytes.toString('utf8', 0, 200);
    if (isWebPage({ text }) || text.trim() === '' || text.startsWith('{')) return unusable(200, isWebPage({ text }));
    return new FileError('BROKEN', {
      message: 'Garmin handed out something that is no zip.',
      hint: 'Export the original on Garmin Connect to see whether it is whole there.',
    });
  }

  /** Calls with the current bearer, and once more with a new one when that was refused. */
  async #call<T>(request: (bearer: string) => Promise<ConnectResult<T>>): Promise<ConnectResult<T>> {
    const { tokens } = this.#options;
    const { accessToken } = await tokens.token();
    const result = await request(accessToken);
    if (result.ok || result.answer.status !== 401) return result;
    return request((await tokens.replace(accessToken)).accessToken);
  }

  #error(answer: GarminAnswer): ToolError {
    return garminError(answer, this.#options.clock.now());
  }
}

const Detail = v.object({
  metadataDTO: v.object({
    manualActivity: v.optional(v.nullable(v.boolean()), null),
    fileFormat: v.optional(v.nullable(v.unknown())),
    uploadedDate: v.optional(v.nullable(v.string()), null),
  }),
});

function explainMissingFile(detail: unknown, now: number): Download {
  const parsed = v.safeParse(Detail, detail);
  const notReady = { kind: 'not-ready', detail: 'Garmin does not hand out its file yet' } as const;
  if (!parsed.success) return notReady;
  const { manualActivity, fileFormat, uploadedDate } = parsed.output.metadataDTO;
  if (manualActivity) return { kind: 'absent', detail: 'typed in by hand at Garmin, there is no recording' };
  const arrived = uploadedDate === null ? Number.NaN : Date.parse(`${uploadedDate.replace(/(\.\d+)?Z?$/, '')}Z`);
  const isFresh = Number.isNaN(arrived) || now - arrived < FILE_IS_DUE;
  if (!fileFormat && !isFresh) return { kind: 'absent', detail: 'Garmin has no file for it' };
  return notReady;
}
