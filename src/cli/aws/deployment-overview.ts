import { type Cost, costSince, monthlyCost } from '../../aws/deploy/cost.ts';
import type { Deployment } from '../../aws/deploy/deployment.ts';
import { namesOf } from '../../aws/deploy/names.ts';
import { RUN_STATUS, type RunStatus, readRunStatus } from '../../aws/lambda/run-status.ts';
import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import { QUOTA, type QuotaState, readQuota } from '../../sync/quota-budget.ts';
import { type Clock, MINUTE } from '../../sync/time.ts';
import type { AwsSession } from './aws-session.ts';
import { openDeployedStore } from './deployed-store.ts';

/** A deployment notes itself every quarter of an hour at least; after this long it does not run. */
const SILENT_AFTER = 35 * MINUTE;

/** How a deployment is doing. */
export interface DeploymentOverview {
  readonly profile: string;
  readonly deployment: Deployment;
  /** Version of this tool that runs there; null when there is no function. */
  readonly version: string | null;
  readonly schedule: string | null;
  readonly state: 'running' | 'paused' | 'silent' | 'missing';
  readonly run: RunStatus | null;
  /** Activities that are begun and not finished. */
  readonly open: number;
  readonly accounts: readonly AccountStatus[];
  /** What is spent of Strava's quota; null before the first request. */
  readonly quota: QuotaState | null;
  readonly monthlyCost: Cost;
  /** USD at list price since it was made; null where that is not known. */
  readonly costSoFar: number | null;
}

/** Asks AWS and the table, all at once. @throws ToolError */
export async function readOverview(session: AwsSession, clock: Clock): Promise<DeploymentOverview> {
  const { settings, deployment, hosts } = session;
  const names = namesOf(deployment);
  const store = openDeployedStore(deployment, settings.profile, clock);
  const [code, rule, status, open, accounts, quota] = await Promise.all([
    hosts.functions.describe(names.function),
    hosts.schedules.rule(names.rule),
    store.documents.read(RUN_STATUS),
    store.ledger.open(),
    accountStatus(settings, store.documents, clock.now()),
    store.documents.read(QUOTA),
  ]);
  const run = readRunStatus(status?.value ?? null);
  const [, minutes = '1'] = /^rate\((\d+)/.exec(rule?.schedule ?? '') ?? [];
  const interval = Number(minutes);
  const isSilent = run !== null && clock.now() - run.lastRunAt > SILENT_AFTER + interval * MINUTE;
  return {
    ...{ profile: settings.profile, deployment, run },
    version: code === null ? null : (code.tags['garmin2strava:version'] ?? 'unknown'),
    schedule: rule?.schedule ?? null,
    state: code === null || rule === null ? 'missing' : !rule.isEnabled ? 'paused' : isSilent ? 'silent' : 'running',
    open: open.length,
    quota: readQuota(quota?.value, clock.now()),
    accounts: [accounts.garmin, accounts.strava],
    monthlyCost: monthlyCost(interval),
    costSoFar: deployment.since === null ? null : costSince(deployment.since, clock.now(), interval),
  };
}
