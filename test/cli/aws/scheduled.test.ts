import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { readStravaToken, STRAVA_TOKEN } from '../../../src/sync/strava/strava-token.ts';
import { DAY, HOUR, type Instant, systemClock } from '../../../src/sync/time.ts';
import { openAwsBench } from '../../support/aws-bench.ts';
import { startAwsProxy } from '../../support/aws-proxy.ts';
import { fenixRide, fenixRun } from '../../support/bench.ts';
import { runBinary } from '../../support/binary.ts';
import { followRule } from '../../support/deployed-function.ts';
import { startLambdaClient } from '../../support/lambda-client.ts';
import { AWS_ENV, clientSettings, useMoto } from '../../support/moto.ts';
import { createdTable } from '../../support/moto-table.ts';
import { describeWith } from '../../support/peers.ts';
import { isAllowed } from '../../support/policy.ts';
import { startWebhook } from '../../support/webhook.ts';

const LONG = 90_000;
const LOG = '/aws/lambda/garmin2strava';

describeWith('moto_server', 'lambda_runtime')('what the schedule starts', () => {
  const moto = useMoto();

  async function open() {
    await moto().reset();
    const recording = await fenixRun({ row: startedAt(systemClock.now() - DAY) });
    const bench = await openAwsBench(moto(), [recording]);
    const run = (...args: readonly string[]) => runBinary(bench.env, ...args);
    expect(await run('deploy', '--yes')).toMatchObject({ code: 0 });
    const found = await followRule(bench.proxy, 'garmin2strava-every-minute');
    // The function's own calls are recorded apart from those of the deploy.
    const own = await startAwsProxy(moto().url);
    const env = { ...AWS_ENV, ...found.environment, AWS_ENDPOINT_URL: own.url };
    const container = () => startLambdaClient({ ...found, env });
    return { ...bench, run, found, own, container, recording };
  }

  test('the config file goes along: its rules hold there, its notices come from there, and none of it is in a variable', {
    timeout: LONG,
  }, async () => {
    await moto().reset();
    const run = await fenixRun({ row: startedAt(systemClock.now() - DAY) });
    const ride = await fenixRide({ row: startedAt(systemClock.now() - HOUR) });
    const { env, proxy, strava, garmin } = await openAwsBench(moto(), [run, ride]);
    const webhook = await startWebhook();
    const file = join(env.G2S_HOME, 'default', 'config.yaml');
    await mkdir(dirname(file), { recursive: true });
    const channel = `notify:\n  - type: webhook\n    url: ${webhook.url}/secret-path\n`;
    await writeFile(file, `rules:\n  exclude-type: running\n${channel}`);
    expect(await runBinary(env, 'deploy', '--yes')).toMatchObject({ code: 0 });
    const start = async () => {
      const found = await followRule(proxy, 'garmin2strava-every-minute');
      expect(JSON.stringify(found.environment)).not.toContain('secret-path');
      return startLambdaClient({ ...found, env: { ...AWS_ENV, ...found.environment, AWS_ENDPOINT_URL: moto().url } });
    };
    expect(await (await start()).invoke()).toMatchObject({ value: { uploaded: 1, skipped: 1 } });
    expect(strava.activities).toHaveLength(1);

    // Another rule: the plan shows it, and what starts after the deploy obeys it.
    expect((await runBinary(env, 'deploy', '--dry-run')).stdout).toMatch(/nothing to do|up to date/i);
    await writeFile(file, `rules:\n  exclude-type: yoga\n${channel}`);
    const { stdout } = await runBinary(env, 'deploy', '--yes');
    expect(stdout).toMatch(/environment: .*G2S_CONFIG/);
    const lambda = await start();
    expect(await lambda.invoke()).toMatchObject({ value: { uploaded: 1 } });
    expect(webhook.received).toEqual([]);
    strava.settings.inactive = true;
    garmin.add(await fenixRun({ row: { activityId: 10000000009, ...startedAt(systemClock.now() - 3 * HOUR) } }));
    await lambda.invoke();
    await lambda.invoke();
    expect(webhook.received.map(({ path }) => path)).toEqual(['/secret-path']);
  });

  test('rule, permission, target, the very zips, and a recording is on Strava; the next tick has nothing to do', {
    timeout: LONG,
  }, async () => {
    const { run, found, own, container, garmin, strava, env, proxy, recording } = await open();
    expect(found).toMatchObject({ state: 'ENABLED', schedule: 'rate(1 minute)', targets: 1, timeout: 50 });
    const question = {
      action: 'lambda:InvokeFunction',
      resource: found.functionArn,
      principal: 'events.amazonaws.com',
    };
    const may = (sourceArn: string, principal = question.principal) =>
      isAllowed({ resource: found.policy }, { ...question, principal, context: { 'aws:SourceArn': sourceArn } });
    expect(await may(found.ruleArn)).toBe(true);
    expect(await may(`${found.ruleArn}-of-somebody-else`)).toBe(false);
    expect(await may(found.ruleArn, 's3.amazonaws.com')).toBe(false);

    const lambda = container();
    expect(await lambda.invoke()).toMatchObject({ value: { result: 'done', uploaded: 1 } });
    expect(strava.uploads).toHaveLength(1);
    expect(strava.activities).toMatchObject([
      { externalId: expect.stringContaining(`garmin_${recording.row.activityId}`) },
    ]);
    expect(await lambda.invoke()).toMatchObject({ value: { result: 'idle' } });
    expect(await container().invoke()).toMatchObject({ value: { result: 'done', uploaded: 0 } });
    expect(strava.uploads).toHaveLength(1);

    garmin.add(await fenixRide({ row: startedAt(systemClock.now() - HOUR) }));
    expect(await lambda.invoke()).toMatchObject({ value: { result: 'done', uploaded: 1 } });
    expect(strava.activities).toHaveLength(2);

    const { documents } = createdTable(moto(), 'garmin2strava');
    const kept = readStravaToken((await documents.read(STRAVA_TOKEN))?.value, null);
    expect(kept?.refreshToken).not.toBe(env.G2S_STRAVA_REFRESH_TOKEN);

    // What it called is just what its role allows, nothing more and nothing less.
    const used = new Set(own.calls.flatMap((call) => PARTS[call] ?? [call]));
    expect([...used].sort()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
    ]);

    proxy.invoke = (event) => lambda.invoke(event as object);
    const told = await run('invoke', '--dry-run');
    expect(told).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\S+Z {2}planned, \d+ ms\n$/) });
    expect(JSON.parse((await run('invoke', '--json')).stdout)).toMatchObject({ event: 'tick', result: 'idle' });
    proxy.invoke = async () => ({ error: 'Runtime.OutOfMemory', message: 'signal: killed' });
    expect(await run('invoke')).toMatchObject({ code: 1, stderr: expect.stringContaining('Runtime.OutOfMemory') });

    await putIntoLog(moto().url, lambda.log());
    const { stdout } = await run('logs');
    expect(stdout.replaceAll(/^\S+Z|\d+ ms/gm, '…')).toMatch(
      /^… {2}done, 1 uploaded, …\n {2}\d+ {2}upload .*\n… {2}idle, …\n/,
    );
    const { events } = JSON.parse((await run('logs', '--json')).stdout);
    const reports = events.flatMap((it: { run: { result: string } | null }) => (it.run ? [it.run.result] : []));
    expect(reports).toEqual(['done', 'idle', 'done', 'planned', 'idle']);
    const status = await run('status');
    expect(status).toMatchObject({ code: 0, stdout: expect.stringContaining('Uploaded     2, the last one: 20') });
  });
});

function startedAt(instant: Instant) {
  const stamp = new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
  return { startTimeLocal: stamp, startTimeGMT: stamp };
}

/** What IAM wants to see allowed for a call that consists of others (DynamoDB API reference of TransactWriteItems). */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  'dynamodb:TransactWriteItems': ['dynamodb:PutItem', 'dynamodb:DeleteItem'],
};

async function putIntoLog(endpoint: string, lines: readonly string[]): Promise<void> {
  const logs = new CloudWatchLogsClient(clientSettings(endpoint));
  const place = { logGroupName: LOG, logStreamName: 'stream' };
  await logs.send(new CreateLogStreamCommand(place));
  const timestamp = Date.now();
  await logs.send(new PutLogEventsCommand({ ...place, logEvents: lines.map((message) => ({ timestamp, message })) }));
}
