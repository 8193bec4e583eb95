import { type Deployment, readDeployment } from '../../aws/deploy/deployment.ts';
import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import type { LedgerRecord } from '../../sync/ledger.ts';
import { QUOTA, type QuotaState, readQuota } from '../../sync/quota-budget.ts';
import { readHistory } from '../../sync/single/history.ts';
import { readConfigText } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openLocalStore, openStore } from '../ports.ts';
import { readSettings } from '../settings.ts';

/** How everything is, as far as it is known without asking a service. */
export interface MenuState {
  readonly garmin: AccountStatus;
  readonly strava: AccountStatus;
  readonly hasConfig: boolean;
  readonly deployment: Deployment | null;
  /** The newest activity that was uploaded. */
  readonly newest: LedgerRecord | null;
  readonly failed: number;
  readonly quota: QuotaState | null;
}

const EVERYTHING = { range: { since: null, until: null }, types: [] };

/** @throws ToolError where the store cannot be read */
export async function readMenuState(context: Context): Promise<MenuState> {
  const { env, clock } = context;
  const settings = await readSettings(env);
  const deployment = await readDeployment(openLocalStore(settings, context).documents);
  const { documents, ledger } = await openStore(settings, context);
  const { garmin, strava } = await accountStatus(settings, documents, clock.now());
  const uploaded = await readHistory(ledger, { ...EVERYTHING, states: ['uploaded'], limit: 1 });
  const failed = await readHistory(ledger, { ...EVERYTHING, states: ['failed'], limit: 0 });
  return {
    ...{ garmin, strava, deployment },
    hasConfig: (await readConfigText(settings.configFile)) !== null,
    newest: uploaded.records[0] ?? null,
    failed: failed.left,
    quota: readQuota((await documents.read(QUOTA))?.value, clock.now()),
  };
}

/** True until both are connected and, for somebody who has done nothing with it yet, it is chosen what goes over. */
export function needsSetup({ garmin, strava, hasConfig, newest, deployment }: MenuState): boolean {
  const isNew = !hasConfig && newest === null && deployment === null;
  return isNew || [garmin, strava].some(({ health }) => health === 'not-connected');
}
