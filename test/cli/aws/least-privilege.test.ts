import { readFile } from 'node:fs/promises';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { expect, onTestFinished, test } from 'vitest';
import { openAwsBench } from '../../support/aws-bench.ts';
import { useCommandHosts } from '../../support/command-hosts.ts';
import { clientSettings, useMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/peers.ts';

const LONG = 120_000;
/** AWS asks for these along with a call, which the emulator does not: a role that is handed over, tags, a layer. */
const ALONG = [
  'dynamodb:TagResource',
  'events:TagResource',
  'iam:PassRole',
  'iam:TagRole',
  'lambda:GetLayerVersion',
  'logs:TagResource',
];

describeWith('moto_server')('a user with the policy of docs/deployer-policy.json', () => {
  const moto = useMoto();
  const runOnHost = useCommandHosts();

  async function policyActions(): Promise<readonly string[]> {
    const text = await readFile(new URL('../../../docs/deployer-policy.json', import.meta.url), 'utf8');
    const { Statement } = JSON.parse(text) as { Statement: readonly { Action: string | readonly string[] }[] };
    return Statement.flatMap(({ Action }) => Action);
  }

  /** From here on the emulator looks at signatures and actions; it does not look at resources, so `*` stands for them. */
  async function enforced(actions: readonly string[]) {
    await moto().reset();
    const { proxy, env } = await openAwsBench(moto());
    const iam = new IAMClient(clientSettings(moto().url));
    const UserName = 'deployer';
    await iam.send(new CreateUserCommand({ UserName }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    const statement = { Effect: 'Allow', Action: [...actions, 'sts:GetCallerIdentity'], Resource: '*' };
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'policy', PolicyDocument }));
    const look = (after: string) => fetch(`${moto().url}/moto-api/reset-auth`, { method: 'POST', body: after });
    await look('0');
    onTestFinished(async () => void (await look('Infinity')));
    const own = {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    };
    // The emulator reckons the signature of a path with an ARN in it wrongly, so this call is let pass.
    const passed = { status: 204, type: '', message: '' };
    proxy.refuse = (call) => (call === 'lambda:TagResource' ? passed : null);
    const elsewhere = { G2S_GARMIN_DI_URL: 'https://di.example' };
    const run = (...args: readonly string[]) =>
      runOnHost({ ...env, ...own, ...(args.includes('--interval') && elsewhere) }, ...args);
    return { proxy, run };
  }

  const LIFE: readonly (readonly string[])[] = [
    ['deploy', '--yes'],
    ['deploy', '--interval', '5', '--retention', '30', '--yes'],
    ['status'],
    ['logs'],
    ['pause'],
    ['resume'],
    ['sync', '--dry-run'],
    ['destroy', '--delete-data', '--yes'],
  ];

  test('may do all that a deployment needs in its life', { timeout: LONG }, async () => {
    const { run, proxy } = await enforced(await policyActions());
    for (const args of LIFE) expect(await run(...args), args.join(' ')).toMatchObject({ code: 0 });
    const called = new Set(proxy.calls);
    const unused = (await policyActions()).filter((action) => !called.has(action));
    expect(unused.filter((action) => !ALONG.includes(action)).sort()).toEqual(ELSEWHERE);
  });

  test.each(['lambda:CreateFunction', 'dynamodb:CreateTable', 'events:PutTargets', 'iam:PutRolePolicy'])(
    'without %s is told which call was refused, and what to do',
    { timeout: LONG },
    async (missing) => {
      const { run } = await enforced((await policyActions()).filter((action) => action !== missing));
      const { code, stderr } = await run('deploy', '--yes');
      expect(code).toBe(4);
      expect(stderr).toContain(`may not do this: ${missing.split(':')[1]}.`);
      expect(stderr).toContain('docs/deployer-policy.json');
    },
  );
});

/** For a run by hand, a role that somebody changed, a new version: what other tests call. */
const ELSEWHERE = [
  'dynamodb:BatchGetItem',
  'iam:UpdateAssumeRolePolicy',
  'lambda:InvokeFunction',
  'lambda:UpdateFunctionCode',
];
