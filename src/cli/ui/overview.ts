import { readDeployment } from '../../aws/deploy/deployment.ts';
import { RUN_STATUS, type RunStatus, readRunStatus } from '../../aws/lambda/run-status.ts';
import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import { LEDGER_STATES, type LedgerRecord } from '../../sync/ledger.ts';
import type { Store } from '../../sync/ports.ts';
import { QUOTA, type QuotaState, readQuota } from '../../sync/quota-budget.ts';
import type { Instant } from '../../sync/time.ts';
import type { Settings } from '../settings.ts';
import { isDueAgain } from './activity-view.ts';

/** How a profile is doing, as far as its own store knows. */
export interface Overview {
  readonly now: Instant;
  readonly profile: string;
  /** Where the profile lives: a folder, or a deployment. */
  readonly place: string;
  readonly isDeployed: boolean;
  readonly accounts: readonly AccountStatus[];
  /** What is spent of Strava's quota; null before the first request. */
  readonly quota: QuotaState | null;
  /** How the runs on AWS went; null for a profile that has none. */
  readonly run: RunStatus | null;
  readonly ledger: LedgerCounts;
}

/** What is counted: the states, and apart from them what a run tries again, and what a person has to settle. */
export const COUNTED = [...LEDGER_STATES, 'retrying', 'likely-duplicate'] as const;
export type Counted = (typeof COUNTED)[number];

export interface LedgerCounts {
  readonly total: number;
  readonly states: Readonly<Record<Counted, number>>;
  /** When a record was last written; null while there is none. */
  readonly changedAt: Instant | null;
}

/** Reads everything but the ledger's records, which the caller has; asks no service. @throws StoreError */
export async function readOverview(
  settings: Settings,
  { store, local }: { readonly store: Store; readonly local: Store },
  records: readonly LedgerRecord[],
  now: Instant,
): Promise<Overview> {
  const { documents } = store;
  const [deployment, accounts, quota, status] = await Promise.all([
    readDeployment(local.documents),
    accountStatus(settings, documents, now),
    documents.read(QUOTA),
    documents.read(RUN_STATUS),
  ]);
  return {
    now,
    profile: settings.profile,
    place: deployment ? `AWS, ${deployment.name} in ${deployment.region}` : settings.home,
    isDeployed: deployment !== null,
    accounts: [accounts.garmin, accounts.strava],
    quota: readQuota(quota?.value, now),
    run: readRunStatus(status?.value ?? null),
    ledger: countRecords(records),
  };
}

function countRecords(records: readonly LedgerRecord[]): LedgerCounts {
  const states = Object.fromEntries(COUNTED.map((state) => [state, 0])) as Record<Counted, number>;
  let changedAt: Instant | null = null;
  for (const record of records) {
    states[countedAs(record)] += 1;
    changedAt = Math.max(changedAt ?? 0, record.updatedAt);
  }
  return { total: records.length, states, changedAt };
}

function countedAs(record: LedgerRecord): Counted {
  if (record.hold === 'likely-duplicate') return record.hold;
  return isDueAgain(record) ? 'retrying' : record.state;
}
