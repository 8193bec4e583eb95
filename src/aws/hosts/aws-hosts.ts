import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsError } from '../aws-error.ts';
import { FunctionHost } from './function-host.ts';
import { LayerHost } from './layer-host.ts';
import { LogHost } from './log-host.ts';
import { RoleHost } from './role-host.ts';
import { ScheduleHost } from './schedule-host.ts';
import { TableHost } from './table-host.ts';

/** Who AWS takes us for. */
export interface Identity {
  readonly account: string;
  readonly arn: string;
  readonly partition: string;
}

/** All of AWS that this tool uses, by what it needs from it. */
export interface AwsHosts {
  readonly tables: TableHost;
  readonly roles: RoleHost;
  readonly logs: LogHost;
  readonly layers: LayerHost;
  readonly functions: FunctionHost;
  readonly schedules: ScheduleHost;
  /** For the store. */
  readonly dynamo: DynamoDBClient;
  identity(): Promise<Identity>;
}

const ATTEMPTS = 4;

/** Opens AWS in one region, with the SDK's own way to credentials. Every failure comes as an error with a next step. */
export function openAws(region: string): AwsHosts {
  // The SDK says with each first call that it will leave Node 20 in 2027, which is no news for whoever deploys.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const settings = { region, maxAttempts: ATTEMPTS };
  const dynamo = explained(new DynamoDBClient(settings));
  const lambda = explained(new LambdaClient(settings));
  const sts = explained(new STSClient(settings));
  return {
    tables: new TableHost(dynamo),
    roles: new RoleHost(explained(new IAMClient(settings))),
    logs: new LogHost(explained(new CloudWatchLogsClient(settings))),
    layers: new LayerHost(lambda),
    functions: new FunctionHost(lambda),
    schedules: new ScheduleHost(explained(new EventBridgeClient(settings))),
    dynamo: new DynamoDBClient(settings),
    async identity() {
      const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
      return { account: Account, arn: Arn, partition: Arn.split(':')[1] || 'aws' };
    },
  };
}

interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: never) => Promise<unknown>,
        context: { readonly commandName?: string },
      ) => (args: never) => Promise<unknown>,
      options: { readonly step: 'initialize'; readonly name: string },
    ): void;
  };
}

/** Turns errors that a person has to act on into our own; all others stay what they are. */
function explained<T>(client: T & { middlewareStack: unknown }): T {
  (client as unknown as Client).middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        next(args).catch((error: unknown) => {
          throw awsError(error, commandName ?? 'a call');
        }),
    { step: 'initialize', name: 'explain-errors' },
  );
  return client;
}
