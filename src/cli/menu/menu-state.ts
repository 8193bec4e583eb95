import { type Deployment, readDeployment } from '../../aws/deploy/deployment.ts';
import { type AccountStatus, accountStatus } from '../../sync/accounts/account-status.ts';
import { ToolError } from '../../sync/errors.ts';
import { hasHorizon } from '../../sync/horizon.ts';
import { isOnStrava, type LedgerRecord } from '../../sync/ledger.ts';
import type { Store } from '../../sync/ports.ts';
import { QUOTA, type QuotaState, readQuota } from '../../sync/quota-budget.ts';
import { readHistory } from '../../sync/single/history.ts';
import { readConfigText } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openLocalStore, openStore } from '../ports.ts';
import { readSettings, type Settings } from '../settings.ts';

/** How everything is, as far as it is known without asking a service. */
export interface MenuState extends StoreState {
  readonly hasConfig: boolean;
  readonly deployment: Deployment | null;
  /** Why the rest is not known: the profile is deployed, and its table cannot be read. */
  readonly trouble: ToolError | null;
}

/** Document that says that a person went through the set-up to its end. */
export const SET_UP = 'state/set-up';

interface StoreState {
  /** A person went through the set-up to its end, or has synced without it. */
  readonly isSetUp: boolean;
  /** Null: not known. */
  readonly garmin: AccountStatus | null;
  readonly strava: AccountStatus | null;
  /** The newest activity that is on Strava. */
  readonly newest: LedgerRecord | null;
  /** How many activities have been dealt with in any way. */
  readonly known: number;
  readonly failed: number;
  readonly quota: QuotaState | null;
}

const UNKNOWN: StoreState = {
  isSetUp: true,
  garmin: null,
  strava: null,
  newest: null,
  known: 0,
  failed: 0,
  quota: null,
};
const EVERYTHING = {
  range: { since: null, until: null },
  states: [],
  types: [],
  limit: Number.POSITIVE_INFINITY,
};

/** @throws ToolError where what this machine keeps cannot be read */
export async function readMenuState(context: Context): Promise<MenuState> {
  const settings = await readSettings(context.env);
  const deployment = await readDeployment(openLocalStore(settings, context).documents);
  const hasConfig = (await readConfigText(settings.configFile)) !== null;
  try {
    const state = await readStoreState(settings, await openStore(settings, context), context);
    return { ...state, hasConfig, deployment, trouble: null };
  } catch (error) {
    if (!(error instanceof ToolError) || deployment === null) throw error;
    return { ...UNKNOWN, hasConfig, deployment, trouble: error };
  }
}

async function readStoreState(
  settings: Settings,
  { documents, ledger }: Pick<Store, 'documents' | 'ledger'>,
  { clock }: Pick<Context, 'clock'>,
): Promise<StoreState> {
  const { garmin, strava } = await accountStatus(settings, documents, clock.now());
  const { records } = await readHistory(ledger, EVERYTHING);
  return {
    ...{ garmin, strava },
    isSetUp: records.length > 0 || (await documents.read(SET_UP)) !== null || (await hasHorizon(documents)),
    newest: records.find(isOnStrava) ?? null,
    known: records.length,
    failed: records.filter(({ state }) => state === 'failed').length,
    quota: readQuota((await documents.read(QUOTA))?.value, clock.now()),
  };
}

/** True until both are connected and, for somebody who has done nothing with it yet, the set-up was gone through. */
export function needsSetup({ garmin, strava, isSetUp, deployment }: MenuState): boolean {
  const isNew = !isSetUp && deployment === null;
  return isNew || [garmin, strava].some((account) => account?.health === 'not-connected');
}
