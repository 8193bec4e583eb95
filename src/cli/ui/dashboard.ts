import type { Decision } from '../../sync/decision.ts';
import type { LedgerRecord } from '../../sync/ledger.ts';
import type { Store } from '../../sync/ports.ts';
import { sync } from '../../sync/sync.ts';
import { toIso } from '../../sync/time.ts';
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
}

/** The dashboard of the profile that this machine works with. */
export async function openDashboard(settings: Settings, context: Context, desk: ActivityDesk): Promise<Dashboard> {
  const { clock } = context;
  const stores = { local: openLocalStore(settings, context), store: await openStore(settings, context) };
  const inTurn = queue();
  return {
    overview: async () => readOverview(settings, stores, await records(stores.store), clock.now()),
    activities: async () => (await records(stores.store)).sort(byStart).map(viewOfRecord),
    plan: (since, signal) => makePlan(settings, context, since, signal),
    push: (garminId) => inTurn(async () => viewOfDecision(await desk.push(garminId))),
    ignore: (garminId) => inTurn(async () => viewOfDecision(await desk.ignore(garminId))),
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
