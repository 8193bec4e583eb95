import type { Clock } from '../../time.ts';
import type { Grants } from './grants.ts';

/** The one app that is registered with the stand-in. */
export interface RegisteredApp {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface OauthContext {
  readonly app: RegisteredApp;
  readonly clock: Clock;
  readonly grants: Grants;
}
