import { type AccountDeps, openGarminSource } from '../../src/sync/accounts/garmin-account.ts';
import { openStravaTarget } from '../../src/sync/accounts/strava-account.ts';
import { pausingSource, pausingTarget } from '../../src/sync/pause.ts';
import type { Store } from '../../src/sync/ports.ts';
import type { GarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import type { StravaSandbox } from '../../src/sync/sandbox/strava/index.ts';

/** Both stand-ins as source and target, the way that a composition root opens the real ones. */
export async function openSandboxAccounts(
  {
    garmin: { url, apiKey },
    strava: { app, apiUrl, oauthUrl },
    refreshToken,
  }: { readonly garmin: GarminSandbox; readonly strava: StravaSandbox; readonly refreshToken: string },
  deps: AccountDeps & { readonly reservedReads?: number },
) {
  const hosts = { api: url, sso: url, di: url };
  return {
    source: await openGarminSource({ apiKey, personalApiUrl: url, hosts, clientIds: null }, deps),
    target: await openStravaTarget({ app, refreshToken, apiUrl, oauthUrl }, deps),
  };
}

/** What a tick of a deployment works with, over both stand-ins. */
export async function openTickPorts(
  accounts: Parameters<typeof openSandboxAccounts>[0],
  deps: Parameters<typeof openSandboxAccounts>[1] & { readonly store: Store },
) {
  const { store, clock } = deps;
  const { source, target } = await openSandboxAccounts(accounts, deps);
  const pause = { documents: store.documents, clock, readOnly: false };
  return {
    source: pausingSource(source, pause),
    target: pausingTarget(target, pause),
    store,
    clock,
    readAhead: async () => undefined,
  };
}
