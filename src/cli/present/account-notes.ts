import type { AccountStatus } from '../../sync/accounts/account-status.ts';
import { serviceName } from '../../sync/errors.ts';
import { remedy } from './auth-status-view.ts';

/** One line for each login that a person should renew soon. What is broken already is told by the error it causes. */
export function accountNotes(accounts: readonly AccountStatus[]): readonly string[] {
  return accounts
    .filter(({ health }) => health === 'ends-soon')
    .map((account) => `${serviceName(account.service)}: ${account.problem} Renew it with \`${remedy(account)}\`.`);
}
