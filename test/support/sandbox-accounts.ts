import { type AccountDeps, openGarminSource } from '../../src/sync/accounts/garmin-account.ts';
import { openStravaTarget } from '../../src/sync/accounts/strava-account.ts';
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
