import type { AccountStatus } from '../../sync/accounts/account-status.ts';
import { type Instant, toIso } from '../../sync/time.ts';
import { type AuthOverview, remedy } from './auth-status-view.ts';

/** `auth status --json`: one object with stable names and no secret. */
export function authJson({ profile, location, accounts }: AuthOverview): string {
  const services = Object.fromEntries(accounts.map((account) => [account.service, entry(account)]));
  return `${JSON.stringify({ schemaVersion: 1, profile, location, ...services })}\n`;
}

function entry(account: AccountStatus): object {
  const { health, problem, way, who, scopes, endsAt, accessTokenEndsAt, source } = account;
  return {
    health,
    problem,
    way,
    who,
    scopes,
    endsAt: stamp(endsAt),
    accessTokenEndsAt: stamp(accessTokenEndsAt),
    source,
    next: remedy(account),
  };
}

function stamp(instant: Instant | null): string | null {
  return instant === null ? null : toIso(instant);
}
