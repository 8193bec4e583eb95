import { type DeploymentId, type Names, namesOf } from './names.ts';
import type { BundleZip } from './zip.ts';

/** What the user chose, with its defaults resolved. */
export interface DeployOptions {
  readonly id: DeploymentId;
  readonly profile: string;
  /** Minutes between two ticks. */
  readonly interval: number;
  readonly retentionDays: number;
  /** Handed on to the function; addresses, no secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What runs there, and the version of this tool that it came with. */
export interface Bundles {
  readonly layer: BundleZip;
  readonly code: BundleZip;
  readonly version: string;
}

/** Everything that shall be in AWS, as one value. */
export interface Desired extends Bundles {
  readonly id: DeploymentId;
  readonly names: Names;
  readonly tags: Readonly<Record<string, string>>;
  readonly retentionDays: number;
  readonly trustPolicy: object;
  readonly rolePolicy: object;
  readonly schedule: string;
  readonly function: FunctionSettings;
}

export interface FunctionSettings {
  readonly runtime: 'nodejs24.x';
  readonly architecture: 'arm64';
  readonly handler: 'index.handler';
  /** Megabytes. */
  readonly memory: number;
  /** Seconds; below a minute, so that two ticks overlap as little as can be. */
  readonly timeout: number;
  readonly environment: Readonly<Record<string, string>>;
}

export function desiredState(
  { id, profile, interval, retentionDays, environment }: DeployOptions,
  bundles: Bundles,
): Desired {
  const names = namesOf(id);
  return {
    id,
    names,
    tags: { 'garmin2strava:deployment': id.name, 'garmin2strava:version': bundles.version },
    retentionDays,
    trustPolicy: trustPolicy(),
    rolePolicy: rolePolicy(names),
    schedule: `rate(${interval} ${interval === 1 ? 'minute' : 'minutes'})`,
    ...bundles,
    function: {
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      handler: 'index.handler',
      memory: 256,
      timeout: 50,
      environment: { G2S_TABLE: names.table, G2S_PROFILE: profile, ...environment },
    },
  };
}

function trustPolicy(): object {
  return policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
}

/** What the handler calls, on its own table and its own log group; nothing else. */
function rolePolicy({ tableArn, logGroupArn }: Names): object {
  return policy(
    {
      Effect: 'Allow',
      Action: [
        'dynamodb:BatchGetItem',
        'dynamodb:DeleteItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
      ],
      Resource: tableArn,
    },
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${logGroupArn}:*` },
  );
}

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}
