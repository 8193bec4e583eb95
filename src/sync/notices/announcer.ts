import * as v from 'valibot';
import { ConflictError, type ToolError } from '../errors.ts';
import type { Fetch } from '../http.ts';
import type { Documents } from '../ports.ts';
import { type Clock, type Instant, MINUTE } from '../time.ts';
import type { Channel } from './channels.ts';
import { dueNotice, isStopped, NOTHING_TOLD, type NoticeState, NoticeStateSchema, type RunEnd } from './due.ts';
import type { Notice } from './notice.ts';
import { ping, postNotice } from './post.ts';

const NOTICES = 'state/notices';
/** A notice that nobody took is tried again after this long; a heartbeat that says the same is not sent sooner. */
const AGAIN = 5 * MINUTE;

export interface AnnouncerOptions {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** Where to tell whom. */
export interface Audience {
  readonly channels: readonly Channel[];
  readonly heartbeat: string | null;
}

/** Tells people far away when the runs stop and when they go on, once each, and tells a heartbeat how it is. */
export class Announcer {
  readonly #options: AnnouncerOptions;
  #lastBeat: { readonly at: Instant; readonly isWell: boolean } | null = null;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /**
   * After a run. Returns what could not be told, in words without secrets.
   * @throws StoreError
   */
  async after(run: RunEnd, { channels, heartbeat }: Audience): Promise<readonly string[]> {
    if (channels.length === 0 && heartbeat === null) return [];
    const { documents, clock } = this.#options;
    const stored = await documents.read(NOTICES);
    const parsed = v.safeParse(NoticeStateSchema, stored?.value);
    const state = parsed.success ? parsed.output : NOTHING_TOLD;
    const told = await this.#tell(state, stored?.version ?? 0, run, channels);
    const beat = heartbeat === null ? null : await this.#beat(heartbeat, isBeat(state, run.trouble, clock.now()));
    return [...told, ...(beat === null ? [] : [beat])];
  }

  /** An idle run is a good one: nothing is told, and nothing asked of the store. */
  async idle({ heartbeat }: Audience): Promise<readonly string[]> {
    const problem = heartbeat === null ? null : await this.#beat(heartbeat, true);
    return problem === null ? [] : [problem];
  }

  async #tell(state: NoticeState, version: number, run: RunEnd, channels: readonly Channel[]): Promise<string[]> {
    const { clock } = this.#options;
    const now = clock.now();
    const { notice, after } = dueNotice(state, run, now);
    if (!notice) {
      if (JSON.stringify(after) !== JSON.stringify(state)) await this.#write(after, version);
      return [];
    }
    if (now - state.triedAt < AGAIN) return [];
    // Written first, so that of two runs only one tells.
    const claimed = await this.#write(
      { ...state, stopped: state.stopped ?? (after.stopped && { ...after.stopped, told: false }), triedAt: now },
      version,
    );
    if (claimed === null) return [];
    const problems = await this.#post(notice, channels);
    const isTaken = channels.length === 0 || problems.length < channels.length;
    if (isTaken) await this.#write({ ...after, triedAt: 0 }, claimed);
    return problems;
  }

  async #post(notice: Notice, channels: readonly Channel[]): Promise<string[]> {
    const answers = await Promise.all(channels.map((channel) => postNotice(this.#options.fetch, channel, notice)));
    return answers.filter((problem) => problem !== null);
  }

  /** The new version; null where another run was faster. */
  async #write(state: NoticeState, version: number): Promise<number | null> {
    try {
      return await this.#options.documents.write(NOTICES, state, version);
    } catch (error) {
      if (error instanceof ConflictError) return null;
      throw error;
    }
  }

  async #beat(url: string, isWell: boolean | null): Promise<string | null> {
    const { clock, fetch } = this.#options;
    const now = clock.now();
    const isNews = this.#lastBeat?.isWell !== isWell || now - this.#lastBeat.at >= AGAIN;
    if (isWell === null || !isNews) return null;
    this.#lastBeat = { at: now, isWell };
    return ping(fetch, url, isWell);
  }
}

/** Null while trouble may still pass by itself: the heartbeat's own patience decides then. */
function isBeat(state: NoticeState, trouble: ToolError | null, now: Instant): boolean | null {
  if (isStopped(state, trouble, now)) return false;
  return trouble === null ? true : null;
}
