import type { Fetch } from '../../http.ts';
import type { Store } from '../../ports.ts';
import { type Clock, MINUTE } from '../../time.ts';
import { TokenKeeper } from '../../token-keeper.ts';
import { GARMIN_CONNECTION, type GarminAccountConnection, readGarminConnection } from '../garmin-connection.ts';
import { keyMissing } from '../garmin-errors.ts';
import { refreshTokens } from './di-tokens.ts';
import { accountExpired } from './sign-in-errors.ts';

/** As python-garminconnect does; a token lives 18 to 27 hours, in China about 4. */
const REFRESH_BEFORE = 15 * MINUTE;

export interface AccountTokenOptions {
  /** `https://diauth.garmin.com` */
  readonly di: string;
  readonly store: Pick<Store, 'documents' | 'leases'>;
  readonly clock: Clock;
  readonly fetch: Fetch;
}

/** The account login of a store, kept alive: it lasts as long as it is used once in 30 days. */
export function accountTokenKeeper(options: AccountTokenOptions): TokenKeeper<GarminAccountConnection> {
  const { store, clock } = options;
  return new TokenKeeper<GarminAccountConnection>({
    documents: store.documents,
    leases: store.leases,
    clock,
    document: GARMIN_CONNECTION,
    margin: REFRESH_BEFORE,
    read: (stored) => {
      const connection = readGarminConnection(stored);
      return connection?.kind === 'account' ? connection : null;
    },
    refresh: async (token) => ({
      ...token,
      ...(await refreshTokens(options, token)),
      problem: null,
      problemAt: null,
    }),
    loginNeeded: (problem) => (problem === null ? keyMissing() : accountExpired(problem)),
  });
}
