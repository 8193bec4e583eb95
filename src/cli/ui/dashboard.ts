import type { Decision } from '../../sync/decision.ts';
import type { LedgerRecord } from '../../sync/ledger.ts';
import type { Store } from '../../sync/ports.ts';
import { sync } from '../../sync/sync.ts';
import { type Clock, type Instant, SECOND, toIso } from '../../sync/time.ts';
import { loadConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openLocalStore, openPorts, openStore } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { syncOptions } from '../sync-options.ts';
import { viewOfDecision, viewOfRecord } from './activity-view.ts';
import type { ActivityView, PlanAnswer, Problem, Shown } from './api.ts';
import { type Overview, readOverview } from './overview.ts';
import { problemOf } from './problem.ts';
import { InterruptedError, takeTurns } from './turns.ts';

/** Does something about one activity, now. @throws StaleError when it is no longer as it was shown; ToolError */
export interface ActivityDesk {
  push(garminId: string, shown: Shown): Promise<Decision>;
  ignore(garminId: string, shown: Shown): Promise<Decision>;
}

/** What came of a button: the activity as it is now, null where nothing is on record. */
export type Changed =
  | { readonly problem: null; readonly activity: ActivityView; readonly failed: boolean }
  | { readonly problem: Problem; readonly activity: ActivityView | null };

/** Everything that the page shows and does. @throws ToolError, each of them */
export interface Dashboard {
  overview(): Promise<Overview>;
  /** Newest first. */
  activities(): Promise<readonly ActivityView[]>;
  /** A dry run; `since` as in `sync --since`, null for what is new. */
  plan(since: string | null, signal: AbortSignal): Promise<PlanAnswer>;
  push(garminId: string, shown: Shown): Promise<Changed>;
  ignore(garminId: string, shown: Shown): Promise<Changed>;
  /** Resolves when nothing is being pushed or ignored any more. */
  idle(): Promise<void>;
}

/** The dashboard of the profile that this machine works with. */
export async function openDashboard(settings: Settings, context: Context, desk: ActivityDesk): Promise<Dashboard> {
  const { clock, signal } = context;
  const stores = { local: openLocalStore(settings, context), store: await openStore(settings, context) };
  const turns = takeTurns(signal);
  const known = kept(() => records(stores.store), clock);
  const recordOf = async (id: string) => (await stores.store.ledger.get([id])).get(id) ?? null;
  const change = async (garminId: string, act: () => Promise<Decision>): Promise<Changed> => {
    try {
      const decision = await turns.take(act);
      const activity = viewOfDecision({ ...decision, record: await recordOf(garminId) });
      return { problem: null, activity, failed: decision.kind === 'fail' };
    } catch (error) {
      const record = await recordOf(garminId).catch(() => null);
      return { problem: problemOf(error), activity: record && viewOfRecord(record) };
    } finally {
      known.forget();
    }
  };
  return {
    overview: async () => readOverview(settings, stores, await known.read(), clock.now()),
    activities: async () => [...(await known.read())].sort(byStart).map(viewOfRecord),
    plan: async (since, gone) => {
      if (signal.aborted) throw new InterruptedError();
      return makePlan(settings, context, since, gone);
    },
    push: (garminId, shown) => change(garminId, () => desk.push(garminId, shown)),
    ignore: (garminId, shown) => change(garminId, () => desk.ignore(garminId, shown)),
    idle: turns.idle,
  };
}

/** The same dry run as `sync --dry-run`. */
async function makePlan(
  settings: Settings,
  context: Context,
  since: string | null,
  signal: AbortSignal,
): Promise<PlanAnswer> {
  const now = context.clock.now();
  const { config } = await loadConfig(settings);
  const ports = await openPorts(settings, context, { readOnly: true, reservedReads: 0 });
  const { decisions, rejected, trouble } = await sync(
    { ...ports, report: () => undefined },
    {
      ...syncOptions({ rules: {}, input: false, ...(since !== null && { since }) }, config, now),
      dryRun: true,
      signal,
      confirm: async () => false,
    },
  );
  return {
    schemaVersion: 1,
    madeAt: toIso(now),
    since,
    activities: [...decisions].reverse().map(viewOfDecision),
    rejected: rejected.length,
    trouble: trouble && problemOf(trouble),
  };
}

/** So long, in milliseconds, what was read once is good for all that one page asks. */
const FRESH = 2 * SECOND;

/** Reads at most once in a while, unless it is told to forget. */
function kept<T>(read: () => Promise<T>, { now }: Pick<Clock, 'now'>) {
  let last: { readonly at: Instant; readonly value: Promise<T> } | null = null;
  return {
    read(): Promise<T> {
      if (!last || now() - last.at > FRESH) last = { at: now(), value: read() };
      return last.value;
    },
    forget: () => {
      last = null;
    },
  };
}

async function records({ ledger }: Store): Promise<LedgerRecord[]> {
  const found: LedgerRecord[] = [];
  for await (const record of ledger.all()) found.push(record);
  return found;
}

function byStart(a: LedgerRecord, b: LedgerRecord): number {
  return b.activity.startTime - a.activity.startTime;
}
