import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openAwsBench } from '../../support/aws-bench.ts';
import { runBinary, startBinary } from '../../support/binary.ts';
import { useMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/peers.ts';

const READS = /:(Get|Describe|List|Filter|Query|BatchGet)/;
const LONG = 60_000;

describeWith('moto_server')('deploy, with the real binary against an emulated AWS', () => {
  const moto = useMoto();

  async function open() {
    await moto().reset();
    const { proxy, env } = await openAwsBench(moto());
    const run = (...args: readonly string[]) => runBinary(env, ...args);
    return { run, calls: proxy.calls, proxy, env };
  }

  test('the plan is shown and nothing is written', { timeout: LONG }, async () => {
    const { run, calls } = await open();
    const { code, stdout } = await run('deploy', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "Account 123456789012 as arn:aws:sts::123456789012:user/moto, region eu-central-1

      + table      garmin2strava  create
      + data       credentials and ledger of profile default  create
      + role       garmin2strava-eu-central-1  create
      + log group  /aws/lambda/garmin2strava  create
      + layer      garmin2strava-layer  create
      + function   garmin2strava  create
      + retries    garmin2strava  create
      + rule       garmin2strava-every-minute  create
      + permission garmin2strava-schedule  create
      + target     garmin2strava  create

      10 to create.
      It costs about 0.08 USD a month, 0.01 USD within the free tier (prices of 2026-11-23).
      "
    `);
    expect(calls.filter((call) => !READS.test(call))).toEqual([]);
  });

  test('from the first deploy to the last trace', { timeout: 2 * LONG }, async () => {
    const { run, calls } = await open();
    const first = await run('deploy', '--yes');
    expect(first).toMatchObject({ code: 0, stdout: expect.stringContaining('Deployed.') });

    calls.length = 0;
    const again = await run('deploy', '--yes');
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to do') });
    expect(calls.filter((call) => !READS.test(call))).toEqual([]);
    expect(calls.length).toBeLessThanOrEqual(12);

    const slower = await run('deploy', '--interval', '5', '--yes', '--json');
    const changed = JSON.parse(slower.stdout).resources.filter((it: { action: string }) => it.action !== 'unchanged');
    expect(changed).toMatchObject([{ kind: 'rule', action: 'update', changes: [{ to: 'rate(5 minutes)' }] }]);

    expect(await run('status', '--json')).toMatchObject({ code: 0 });
    expect(await run('pause')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('status', '--json')).stdout)).toMatchObject({ state: 'paused' });
    expect(await run('resume')).toMatchObject({ code: 0 });
    expect(await run('logs')).toMatchObject({ code: 0, stderr: 'Nothing was logged in that time.\n' });
    expect(await run('sync', '--dry-run')).toMatchObject({ code: 0 });

    const gone = await run('destroy', '--delete-data', '--yes');
    expect(gone).toMatchObject({ code: 0, stdout: expect.stringContaining('Destroyed.') });
    expect(await run('status')).toMatchObject({ code: 64, stderr: expect.stringContaining('is not deployed') });
    expect(await run('sync', '--dry-run')).toMatchObject({ code: 0 });

    const policy = await readFile(new URL('../../../docs/deployer-policy.json', import.meta.url), 'utf8');
    const allowed = new Set(policy.match(/[a-z]+:[A-Z]\w+/g));
    expect([...new Set(calls)].filter((call) => !allowed.has(call))).toEqual(['sts:GetCallerIdentity']);
  });

  test('doctor knows who is signed in, and where it is deployed', { timeout: LONG }, async () => {
    const { run, env } = await open();
    await run('deploy', '--yes');
    const aws = async (more: NodeJS.ProcessEnv = {}) => {
      const { stdout } = await runBinary({ ...env, ...more }, 'doctor', '--json');
      return JSON.parse(stdout).checks.find(({ id }: { id: string }) => id === 'aws');
    };
    expect(await aws()).toMatchObject({ state: 'ok', detail: expect.stringContaining('123456789012 as user/moto') });
    const elsewhere = await startAnswering(200, 'text/xml', IDENTITY);
    expect(await aws({ AWS_ENDPOINT_URL_STS: elsewhere })).toMatchObject({
      state: 'fail',
      detail: expect.stringContaining('signed in as arn:aws:iam::999999999999:user/other'),
      next: expect.stringContaining('AWS_PROFILE'),
    });
    const expired = await startAnswering(400, 'application/x-amz-json-1.0', EXPIRED);
    expect(await runBinary({ ...env, AWS_ENDPOINT_URL_DYNAMODB: expired }, 'history')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('Sign in to AWS again'),
    });
  });

  test('without a terminal and --yes nothing is changed', { timeout: LONG }, async () => {
    const { run, calls } = await open();
    const { code, stderr } = await run('deploy');
    expect(code).toBe(64);
    expect(stderr).toContain('Add --yes');
    expect(calls.filter((call) => !READS.test(call))).toEqual([]);
  });

  test('the README\u2019s chapter, command by command', { timeout: 2 * LONG }, async () => {
    const { run, proxy, env } = await open();
    proxy.invoke = async () => ({
      value: { event: 'tick', at: '2026-11-24T10:00:00Z', result: 'idle', milliseconds: 5 },
    });
    const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, chapter = ''] = /\n## Deploy to AWS\n([\s\S]*?)\n## /.exec(readme) ?? [];
    const told = [
      ...chapter.matchAll(/(?:^|`)garmin2strava ((?:deploy|status|logs|invoke|pause|resume|destroy)[^`#\n]*)/gm),
    ];
    const commands = told.map(([, command = '']) => command.trim());
    expect(commands).toContain('destroy');
    for (const command of commands) {
      if (command === 'deploy --rollback') continue; // The first version has none before it.
      if (command === 'logs --follow') {
        const following = startBinary(env, 'logs', '--follow');
        await vi.waitUntil(() => proxy.calls.includes('logs:FilterLogEvents'), { timeout: LONG });
        following.child.kill('SIGINT');
        expect((await following.done).stderr).not.toContain('Error');
        continue;
      }
      const isAsked = /^(deploy|destroy)/.test(command) && !command.includes('--dry-run');
      expect(await run(...command.split(/ +/), ...(isAsked ? ['--yes'] : [])), command).toMatchObject({ code: 0 });
    }
  });
});

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::999999999999:user/other</Arn><Account>999999999999</Account><UserId>AIDA</UserId>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;
const EXPIRED =
  '{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"The security token has expired"}';

/** A service of AWS that says the same to everything. */
async function startAnswering(status: number, type: string, body: string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}
