import type { Deployment } from '../../aws/deploy/deployment.ts';
import type { DeploymentId } from '../../aws/deploy/names.ts';
import type { AwsHosts } from '../../aws/hosts/aws-hosts.ts';
import { UsageError } from '../../sync/errors.ts';
import type { Environment } from '../settings.ts';

const STANDARD_NAME = 'garmin2strava';

interface Wish {
  readonly region?: string;
  readonly name?: string;
}

/** Whether it is written as AWS writes regions: `eu-central-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(text);
}

/** The region that is meant: as said, as deployed before, as AWS is set up here. @throws UsageError without a good one */
export function chooseRegion({ region }: Wish, known: Deployment | null, env: Environment): string {
  const found = region ?? known?.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (found && isRegion(found)) return found;
  throw new UsageError({
    message: found ? `That is no AWS region: ${found}.` : 'Nobody said in which region of AWS it shall run.',
    hint: 'Add --region, with one near you: eu-central-1, us-east-1, ap-southeast-2.',
  });
}

/** Who AWS takes us for, and the deployment that is meant. @throws UsageError when the profile is deployed elsewhere */
export async function choosePlace(
  { hosts, region }: { readonly hosts: AwsHosts; readonly region: string },
  { name }: Wish,
  { known, profile }: { readonly known: Deployment | null; readonly profile: string },
): Promise<{ readonly id: DeploymentId; readonly arn: string }> {
  const { account, arn, partition } = await hosts.identity();
  const id = { name: name ?? known?.name ?? STANDARD_NAME, region, account, partition };
  if (known && !isSame(known, id)) throw deployedElsewhere(profile, known);
  return { id, arn };
}

function isSame(known: DeploymentId, wanted: DeploymentId): boolean {
  return known.name === wanted.name && known.region === wanted.region && known.account === wanted.account;
}

function deployedElsewhere(profile: string, { name, region, account }: DeploymentId): UsageError {
  return new UsageError({
    message: `Profile ${profile} is deployed as ${name} in ${region}, account ${account}.`,
    hint: 'Deploy it there again, `garmin2strava destroy` it first, or use another profile (G2S_PROFILE).',
  });
}
