import { CloudWatchLogsClient, PutRetentionPolicyCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, UpdateContinuousBackupsCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteRolePolicyCommand, IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  LambdaClient,
  RemovePermissionCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { openAwsBench } from '../../support/aws-bench.ts';
import { useCommandHosts } from '../../support/command-hosts.ts';
import { clientSettings, useMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/peers.ts';

const LONG = 120_000;
const NAME = 'garmin2strava';
const RULE = `${NAME}-every-minute`;
const ROLE = `${NAME}-eu-central-1`;
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

function clients(endpoint: string) {
  const settings = clientSettings(endpoint);
  return {
    dynamo: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
    iam: new IAMClient(settings),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
  };
}

type Clients = ReturnType<typeof clients>;

/** What somebody does by hand in AWS's console, and what a deploy then says and does about it. */
const DRIFTS: readonly {
  readonly what: string;
  readonly by: (aws: Clients) => Promise<unknown>;
  readonly shown: readonly object[];
}[] = [
  {
    what: 'deletion protection switched off',
    by: ({ dynamo }) => dynamo.send(new UpdateTableCommand({ TableName: NAME, DeletionProtectionEnabled: false })),
    shown: [
      { kind: 'table', action: 'update', changes: [{ field: 'deletion protection', from: 'false', to: 'true' }] },
    ],
  },
  {
    what: 'backups switched off',
    by: ({ dynamo }) =>
      dynamo.send(
        new UpdateContinuousBackupsCommand({
          TableName: NAME,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
        }),
      ),
    shown: [{ kind: 'table', action: 'update', changes: [{ field: 'point-in-time recovery' }] }],
  },
  {
    what: 'another trust and no policy',
    by: async ({ iam }) => {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: JSON.stringify(TRUST) }));
      await iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: NAME }));
    },
    shown: [{ kind: 'role', action: 'update', changes: [{ field: 'trust' }, { field: 'policy', from: null }] }],
  },
  {
    what: 'a log that is kept for a year',
    by: ({ logs }) =>
      logs.send(new PutRetentionPolicyCommand({ logGroupName: `/aws/lambda/${NAME}`, retentionInDays: 365 })),
    shown: [{ kind: 'log group', action: 'update', changes: [{ field: 'kept', from: '365 days', to: '14 days' }] }],
  },
  {
    what: 'more memory and another variable',
    by: ({ lambda }) =>
      lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: NAME,
          MemorySize: 1024,
          Environment: { Variables: { A: 'b' } },
          LoggingConfig: { LogFormat: 'JSON' },
        }),
      ),
    shown: [
      { kind: 'function', action: 'update', changes: [{ field: 'memory', from: '1024 MB' }, { field: 'environment' }] },
    ],
  },
  {
    what: 'AWS\u2019s own retries',
    by: ({ lambda }) => lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: NAME })),
    shown: [{ kind: 'retries', action: 'create' }],
  },
  {
    what: 'a slower rule without target and permission',
    by: async ({ events, lambda }) => {
      await events.send(new PutRuleCommand({ Name: RULE, ScheduleExpression: 'rate(7 minutes)' }));
      await events.send(new RemoveTargetsCommand({ Rule: RULE, Ids: [NAME] }));
      await lambda.send(new RemovePermissionCommand({ FunctionName: NAME, StatementId: `${NAME}-schedule` }));
    },
    shown: [
      { kind: 'rule', action: 'update', changes: [{ field: 'schedule', from: 'rate(7 minutes)' }] },
      { kind: 'permission', action: 'create' },
      { kind: 'target', action: 'create' },
    ],
  },
  {
    what: 'no function at all',
    by: ({ lambda }) => lambda.send(new DeleteFunctionCommand({ FunctionName: NAME })),
    shown: [
      { kind: 'layer', action: 'create' },
      { kind: 'function', action: 'create' },
      { kind: 'retries', action: 'create' },
      { kind: 'permission', action: 'create' },
    ],
  },
];

describeWith('moto_server')('what somebody changes by hand', () => {
  const moto = useMoto();
  const runOnHost = useCommandHosts();

  test('is shown, and put right', { timeout: LONG }, async () => {
    await moto().reset();
    const { proxy, env } = await openAwsBench(moto());
    const aws = clients(proxy.url);
    const run = (...args: readonly string[]) => runOnHost(env, ...args);
    const changes = async () => {
      const { stdout } = await run('deploy', '--dry-run', '--json');
      return JSON.parse(stdout).resources.filter((it: { action: string }) => it.action !== 'unchanged');
    };
    expect(await run('deploy', '--yes')).toMatchObject({ code: 0 });
    for (const { what, by, shown } of DRIFTS) {
      await by(aws);
      expect(await changes(), what).toMatchObject(shown);
      expect(await run('deploy', '--yes'), what).toMatchObject({ code: 0 });
      expect(await changes(), what).toEqual([]);
    }
  });

  test('a pause is meant, and stays', { timeout: LONG }, async () => {
    await moto().reset();
    const { env } = await openAwsBench(moto());
    const run = (...args: readonly string[]) => runOnHost(env, ...args);
    expect(await run('deploy', '--yes')).toMatchObject({ code: 0 });
    expect(await run('pause')).toMatchObject({ code: 0 });
    expect(await run('deploy', '--interval', '3', '--yes')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({
      state: 'paused',
      schedule: 'rate(3 minutes)',
    });
    // The interval was chosen once and is not asked for again.
    expect(await run('deploy', '--yes')).toMatchObject({ stdout: expect.stringContaining('nothing to do') });
  });
});
