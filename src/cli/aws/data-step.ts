import { carryInto } from '../../aws/deploy/carry.ts';
import { DEPLOYMENT, type Deployment } from '../../aws/deploy/deployment.ts';
import type { Step } from '../../aws/deploy/resource.ts';
import { collectCredentials } from '../../sync/accounts/credential-bundle.ts';
import { CONFIG } from '../../sync/config/config.ts';
import { overwrite } from '../../sync/documents.ts';
import type { Store } from '../../sync/ports.ts';
import type { Settings } from '../settings.ts';

/**
 * The step that moves a profile into its table, between the table and the trigger. Once it is on record that the profile
 * lives there, the table is the one truth; a deploy that broke off before brings over what is missing.
 */
export function dataStep(
  {
    settings,
    local,
    table,
    deployment,
    config,
  }: { settings: Settings; local: Store; table: Store; deployment: Deployment; config: unknown },
  isDeployed: boolean,
): Step {
  const name = `credentials and ledger of profile ${settings.profile}`;
  const apply = async () => {
    await carryInto(table, local, await collectCredentials(settings, local.documents));
    await bringConfig(table, config);
    await overwrite(local.documents, DEPLOYMENT, deployment);
  };
  const action = isDeployed ? 'unchanged' : 'create';
  const changes = isDeployed ? [] : [{ field: 'kept in', from: 'this machine', to: 'the table' }];
  return { kind: 'data', name, action, changes, needs: ['table'], apply };
}

/** The function's step, with the config file brought over first: the function reads it when it starts. */
export function bringingConfig(step: Step, table: Store, config: unknown): Step {
  const apply = async () => {
    await bringConfig(table, config);
    await step.apply();
  };
  return { ...step, apply };
}

async function bringConfig({ documents }: Store, config: unknown): Promise<void> {
  if (config !== null) await overwrite(documents, CONFIG, config);
}
