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
import type { ActivityView, PlanAnswer } from './api.ts';
import { type Overview, readOverview } from './overview.ts';
import { problemOf } from './problem.ts';

/** Does something about one activity, now. @throws ToolError */
export interface ActivityDesk {
  push(garminId: string): Promise<Decision>;
  ignore(garminId: string): Promise<Decision>;
}

/** Everything that the page shows and does. @throws ToolError, each of them */
export interface Dashboard {
  overview(): Promise<Overview>;
  /** Newest first. */
  activities(): Promise<readonly ActivityView[]>;
  /** A dry run; `since` as in `sync --since`, null for what is new. */
  plan(since: string | null, signal: AbortSignal): Promise<PlanAnswer>;
  push(garminId: string): Promise<ActivityView>;
  ignore(garminId: string): Promise<ActivityView>;
  /** Resolves when nothing is being pushed or ignored. */
  idle(): Promise<void>;
}

/** The dashboard of the profile that this machine works with. */
export async function openDashboard(settings: Settings, context: Context, desk: ActivityDesk): Promise<Dashboard> {
  const { clock } = context;
  const stores = { local: openLocalStore(settings, context), store: await openStore(settings, context) };
  const inTurn = queue();
  const known = kept(() => records(stores.store), clock);
  const change = (act: () => Promise<Decision>) =>
    inTurn(async () => {
      try {
        return viewOfDecision(await act());
      } finally {
        known.forget();
      }
    });
  return {
    overview: async () => readOverview(settings, stores, await known.read(), clock.now()),
    activities: async () => [...(await known.read())].sort(byStart).map(viewOfRecord),
    plan: (since, signal) => makePlan(settings, context, since, signal),
    push: (garminId) => change(() => desk.push(garminId)),
    ignore: (garminId) => change(() => desk.ignore(garminId)),
    idle: () => inTurn(async () => undefined),
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

/** One after the other: two buttons pressed in a row would meet each other's lease. */
function queue(): <T>(job: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const next = last.then(job, job);
    last = next;
    return next;
  };
}
