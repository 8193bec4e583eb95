import { carryInto } from '../../aws/deploy/carry.ts';
import { DEPLOYMENT, type Deployment } from '../../aws/deploy/deployment.ts';
import type { Step } from '../../aws/deploy/resource.ts';
import { collectCredentials } from '../../sync/accounts/credential-bundle.ts';
import { overwrite } from '../../sync/documents.ts';
import type { Store } from '../../sync/ports.ts';
import type { Settings } from '../settings.ts';

/**
 * The step that moves a profile into its table, between the table and the trigger. Once it is on record that the profile
 * lives there, the table is the one truth; a deploy that broke off before brings over what is missing.
 */
export function dataStep(
  { settings, local, table, deployment }: { settings: Settings; local: Store; table: Store; deployment: Deployment },
  isDeployed: boolean,
): Step {
  const name = `credentials and ledger of profile ${settings.profile}`;
  const apply = async () => {
    await carryInto(table, local, await collectCredentials(settings, local.documents));
    await overwrite(local.documents, DEPLOYMENT, deployment);
  };
  const action = isDeployed ? 'unchanged' : 'create';
  const changes = isDeployed ? [] : [{ field: 'kept in', from: 'this machine', to: 'the table' }];
  return { kind: 'data', name, action, changes, needs: ['table'], apply };
}
