import type { Deployment } from '../../aws/deploy/deployment.ts';
import type { Bundles, Desired } from '../../aws/deploy/desired.ts';
import { namesOf } from '../../aws/deploy/names.ts';
import { codeOf, earlierRelease, keepRelease, RELEASES_PROFILE, releaseOf } from '../../aws/deploy/releases.ts';
import type { Step } from '../../aws/deploy/resource.ts';
import { DeployError } from '../../aws/deploy/waiting.ts';
import type { AwsHosts } from '../../aws/hosts/aws-hosts.ts';
import type { Clock } from '../../sync/time.ts';
import { openDeployedStore } from './deployed-store.ts';

/** The function's step, with its code put aside first for a later rollback. */
export function keepingRelease(
  step: Step,
  { code, layer, version }: Desired,
  deployment: Deployment,
  clock: Clock,
): Step {
  const { documents } = openDeployedStore(deployment, RELEASES_PROFILE, clock);
  const running = step.changes.find(({ field }) => field === 'code')?.from ?? code.sha256;
  const apply = async () => {
    await keepRelease(documents, releaseOf(code, layer, version), running);
    await step.apply();
  };
  return { ...step, apply };
}

/** Code and layer before the running ones. @throws UsageError, DeployError where one of them is not there any more */
export async function earlierBundles(hosts: AwsHosts, deployment: Deployment, clock: Clock): Promise<Bundles> {
  const names = namesOf(deployment);
  const running = await hosts.functions.describe(names.function);
  const { documents } = openDeployedStore(deployment, RELEASES_PROFILE, clock);
  const earlier = await earlierRelease(documents, running?.codeSha256 ?? null);
  const versions = await hosts.layers.versions(names.layer);
  if (!versions.some(({ description }) => description === earlier.layer)) {
    throw new DeployError({
      message: `The packages of version ${earlier.version} are not at AWS any more, so its code cannot run.`,
      hint: 'Install that version of garmin2strava and run its `deploy`.',
    });
  }
  // The layer is published already and never uploaded again, so its bytes are not needed.
  const layer = { sha256: earlier.layer, bytes: new Uint8Array() };
  return { code: codeOf(earlier), layer, version: earlier.version };
}
