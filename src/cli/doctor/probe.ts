import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import type { StravaActivity } from '../../sync/activity.ts';
import type { Service } from '../../sync/errors.ts';
import { noAnswerError } from '../../sync/http.ts';
import type { SyncPorts } from '../../sync/planning.ts';
import type { ActivityPage } from '../../sync/ports.ts';
import { DAY, type Instant, SECOND } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { openPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { type SoundSettings, soundSettings } from './sound-settings.ts';

/** How far back activities at Strava are looked at. */
const RECENT = 14 * DAY;
/** Nobody waits longer for a service, in milliseconds. */
const PATIENCE = 10 * SECOND;

/** What the checks look at. Each question is asked once, however many checks want its answer, and fails for all alike. */
export interface Probe extends SoundSettings {
  readonly context: Context;
  readonly ports: () => Promise<Pick<SyncPorts, 'store' | 'target'>>;
  readonly accounts: () => Promise<{ readonly garmin: AccountStatus; readonly strava: AccountStatus }>;
  /** The newest row of Garmin's list. */
  readonly garminPage: () => Promise<ActivityPage>;
  /** Strava's activities of the last two weeks, in one request: the first 200. */
  readonly stravaRows: () => Promise<readonly StravaActivity[]>;
  /** Strava's clock less ours in milliseconds, by its last answer; null before one. */
  readonly skew: () => number | null;
  /** Ends what is still asked; a login that is being renewed goes on to its end, and the process with it. */
  readonly close: () => void;
}

/** Asks nothing yet. */
export async function openProbe(context: Context): Promise<Probe> {
  const sound = await soundSettings(context.env);
  const { clock } = context;
  const end = new AbortController();
  const { fetch, skew } = timekeeping(context, sound.settings.strava.apiUrl);
  const ports = once(() => openAll(sound.settings, { ...context, fetch, requests: end.signal }));
  const now = clock.now();
  return {
    ...sound,
    context,
    ports,
    accounts: once(async () => accountStatus(sound.settings, (await ports()).store.documents, now)),
    garminPage: once(async () => inTime('garmin', (await ports()).source.list({ start: 0, limit: 1 }))),
    stravaRows: once(async () => {
      const { target } = await ports();
      return inTime('strava', target.list({ from: now - RECENT, until: now + DAY, pages: 1 }));
    }),
    skew,
    close: () => end.abort(),
  };
}

function openAll(settings: Settings, machine: Parameters<typeof openPorts>[1]) {
  return openPorts(settings, machine, { readOnly: false, reservedReads: 0 });
}

/** A fetch, and what the answers from one address tell of the time. */
function timekeeping({ fetch, clock }: Context, apiUrl: string): Pick<Context, 'fetch'> & Pick<Probe, 'skew'> {
  let last: { readonly theirs: Instant; readonly ours: Instant } | null = null;
  return {
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      const isTheirs = String(input instanceof Request ? input.url : input).startsWith(apiUrl);
      const theirs = Date.parse((isTheirs && answer.headers.get('date')) || '');
      if (!Number.isNaN(theirs)) last = { theirs, ours: clock.now() };
      return answer;
    },
    skew: () => last && last.theirs - last.ours,
  };
}

/** @throws ServiceError when there is no answer in time */
function inTime<T>(service: Service, answer: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    const refuse = () =>
      reject(noAnswerError(service, 'unknown', `did not answer within ${PATIENCE / SECOND} s`, null));
    AbortSignal.timeout(PATIENCE).addEventListener('abort', refuse, { once: true });
  });
  return Promise.race([answer, late]);
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}
