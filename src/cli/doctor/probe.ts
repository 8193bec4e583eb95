import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import type { StravaActivity } from '../../sync/activity.ts';
import type { ActivityPage, Store, UploadTarget } from '../../sync/ports.ts';
import { DAY, type Instant } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { openPorts } from '../ports.ts';
import { readSettings, type Settings } from '../settings.ts';

/** How far back activities at Strava are looked at. */
const RECENT = 14 * DAY;

/** What the checks look at. Each question is asked once, however many checks want its answer. */
export interface Probe {
  readonly context: Context;
  readonly settings: Settings;
  readonly store: Store;
  readonly target: UploadTarget;
  readonly accounts: () => Promise<{ readonly garmin: AccountStatus; readonly strava: AccountStatus }>;
  /** The newest row of Garmin's list. */
  readonly garminPage: () => Promise<ActivityPage>;
  /** Strava's activities of the last two weeks. */
  readonly stravaRows: () => Promise<readonly StravaActivity[]>;
  /** Strava's clock less ours in milliseconds, by its last answer; null before one. */
  readonly skew: () => number | null;
}

/** @throws UsageError where a setting cannot be read */
export async function openProbe(context: Context): Promise<Probe> {
  const { env, clock } = context;
  const settings = await readSettings(env);
  const dates: { readonly theirs: Instant; readonly ours: Instant }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const answer = await context.fetch(input, init);
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (!Number.isNaN(theirs)) dates.push({ theirs, ours: clock.now() });
    return answer;
  };
  const ports = await openPorts(settings, { ...context, fetch }, { readOnly: false, reservedReads: 0 });
  const { store, source, target } = ports;
  const now = clock.now();
  return {
    ...{ context, settings, store, target },
    accounts: once(() => accountStatus(settings, store.documents, now)),
    garminPage: once(() => source.list({ start: 0, limit: 1 })),
    stravaRows: once(() => target.list({ from: now - RECENT, until: now + DAY })),
    skew: () => {
      const last = dates.at(-1);
      return last ? last.theirs - last.ours : null;
    },
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}
