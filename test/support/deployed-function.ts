import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionCommand, GetLayerVersionCommand, GetPolicyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import extractZip from 'extract-zip';
import type { AwsProxy } from './aws-proxy.ts';
import { clientSettings } from './moto.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** What EventBridge finds when its minute is over, followed step by step through what was deployed. */
export async function followRule(proxy: AwsProxy, rule: string) {
  const settings = clientSettings(proxy.url);
  const events = new EventBridgeClient(settings);
  const lambda = new LambdaClient(settings);
  const { State, ScheduleExpression, Arn: ruleArn = '' } = await events.send(new DescribeRuleCommand({ Name: rule }));
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: rule }));
  const FunctionName = Targets[0]?.Arn ?? '';
  const { Configuration = {} } = await lambda.send(new GetFunctionCommand({ FunctionName }));
  const { Policy = '{}' } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  const layerArn = Configuration.Layers?.[0]?.Arn ?? '';
  const [, LayerName = '', version = ''] = /:layer:([^:]+):(\d+)$/.exec(layerArn) ?? [];
  const layer = await lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber: Number(version) }));
  const unpacked = async (sha256: string | undefined) => unzip(proxy.zips.get(sha256 ?? ''));
  return {
    state: State,
    schedule: ScheduleExpression,
    ruleArn,
    functionArn: FunctionName,
    targets: Targets.length,
    policy: JSON.parse(Policy) as object,
    timeout: Configuration.Timeout,
    environment: Configuration.Environment?.Variables ?? {},
    functionFolder: await unpacked(Configuration.CodeSha256),
    layerFolder: await unpacked(layer.Content?.CodeSha256),
  };
}

/** @throws Error when what AWS has was never uploaded through the proxy */
async function unzip(zip: Buffer | undefined): Promise<string> {
  if (!zip) throw new Error('AWS has other bytes than were uploaded');
  const folder = await temporaryFolder();
  const [file, into] = [join(folder, 'bundle.zip'), join(folder, 'unpacked')];
  await writeFile(file, zip);
  await mkdir(into);
  await extractZip(file, { dir: into });
  return into;
}
