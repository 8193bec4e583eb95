import { accountTokenKeeper } from '../garmin/account/account-token.ts';
import { NATIVE_HEADERS } from '../garmin/account/native-headers.ts';
import { ConnectClient } from '../garmin/connect-client.ts';
import {
  GARMIN_CONNECTION,
  type GarminAccountConnection,
  type GarminConnection,
  readGarminConnection,
} from '../garmin/garmin-connection.ts';
import { garminHosts } from '../garmin/garmin-hosts.ts';
import { GarminSource } from '../garmin/garmin-source.ts';
import { personalTokenKeeper } from '../garmin/personal-token.ts';
import type { Fetch } from '../http.ts';
import type { ActivitySource, Documents, Store } from '../ports.ts';
import type { Clock } from '../time.ts';
import type { GarminSettings } from './account-settings.ts';

export interface AccountDeps {
  readonly store: Pick<Store, 'documents' | 'leases'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Ends the requests that are on their way, but no renewal of a token that rotates: its answer is the only copy. */
  readonly signal?: AbortSignal | undefined;
}

/** How Garmin is connected: by the key of the environment, else as stored. */
export async function garminConnection(
  { apiKey }: GarminSettings,
  documents: Documents,
): Promise<GarminConnection | null> {
  const stored = readGarminConnection((await documents.read(GARMIN_CONNECTION))?.value ?? null);
  if (apiKey === null || (stored?.kind === 'key' && stored.key === apiKey)) return stored;
  return { kind: 'key', key: apiKey, who: null, connectedAt: null, keyExpiresAt: null };
}

/** Garmin as a source, over the official API or the private one. Without a connection each call asks for a login. */
export async function openGarminSource(settings: GarminSettings, deps: AccountDeps): Promise<ActivitySource> {
  const connection = await garminConnection(settings, deps.store.documents);
  if (connection?.kind === 'account') return accountSource(settings, deps, connection);
  return keySource(settings, deps, connection?.key ?? null);
}

/** Garmin by a Personal API key, stored or not. */
export function keySource({ personalApiUrl: url }: GarminSettings, deps: AccountDeps, apiKey: string | null) {
  const tokens = personalTokenKeeper({ ...deps, apiKey, url });
  return new GarminSource({ client: new ConnectClient({ url, signal: deps.signal }), tokens, clock: deps.clock });
}

function accountSource({ hosts }: GarminSettings, deps: AccountDeps, { domain }: GarminAccountConnection) {
  const { api, di } = garminHosts(domain, hosts);
  const client = new ConnectClient({ url: api, signal: deps.signal, headers: NATIVE_HEADERS });
  return new GarminSource({ client, tokens: accountTokenKeeper({ ...deps, di }), clock: deps.clock });
}
