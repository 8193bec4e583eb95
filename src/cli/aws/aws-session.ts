import { createHash } from 'node:crypto';
import { type Deployment, readDeployment } from '../../aws/deploy/deployment.ts';
import { type Bundles, type Desired, desiredState } from '../../aws/deploy/desired.ts';
import { zipFolder } from '../../aws/deploy/zip.ts';
import { type AwsHosts, openAws } from '../../aws/hosts/aws-hosts.ts';
import { URL_VARIABLES } from '../../sync/accounts/service-urls.ts';
import { UsageError } from '../../sync/errors.ts';
import { packageFile } from '../../sync/package-file.ts';
import type { Store } from '../../sync/ports.ts';
import type { Context } from '../context.ts';
import { openLocalStore } from '../ports.ts';
import { readSettings, type Settings } from '../settings.ts';
import { version } from '../version.ts';

/** Where the build puts what runs on AWS. */
const BUNDLES = 'dist/lambda';

/** What every command about a deployment works with. */
export interface AwsSession {
  readonly settings: Settings;
  readonly local: Store;
  readonly deployment: Deployment;
  readonly hosts: AwsHosts;
}

/** A profile that is deployed. @throws UsageError when it is not */
export async function openDeployment(context: Context): Promise<AwsSession> {
  const settings = await readSettings(context.env);
  const local = openLocalStore(settings, context);
  const deployment = await readDeployment(local.documents);
  if (!deployment) {
    throw new UsageError({
      message: `Profile ${settings.profile} is not deployed.`,
      hint: 'Run `garmin2strava deploy --region <region>`.',
    });
  }
  return { settings, local, deployment, hosts: openAws(deployment.region) };
}

/** The bundles that this version brings. */
export async function ownBundles(): Promise<Bundles> {
  const [layer, code] = await Promise.all([
    zipFolder(packageFile(`${BUNDLES}/layer`)),
    zipFolder(packageFile(`${BUNDLES}/function`)),
  ]);
  return { layer, code, version: version() };
}

/** Everything that shall be in AWS. */
export function describeDesired(
  { deployment, profile, env }: { deployment: Deployment; profile: string; env: Context['env'] },
  bundles: Bundles,
  config: unknown = null,
): Desired {
  const urls = URL_VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  const environment = { ...Object.fromEntries(urls), ...configMark(config) };
  return desiredState({ ...deployment, id: deployment, profile, environment }, bundles);
}

/** Tells the function that there is a config in its table, and starts it anew when it is another one. No part of it. */
function configMark(config: unknown): Readonly<Record<string, string>> {
  if (config === null) return {};
  return { G2S_CONFIG: createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 12) };
}
