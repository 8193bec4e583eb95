import { expect, test } from 'vitest';
import { openAwsBench } from '../../support/aws-bench.ts';
import type { AwsProxy } from '../../support/aws-proxy.ts';
import { startBinary } from '../../support/binary.ts';
import { useCommandHosts } from '../../support/command-hosts.ts';
import { useMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/peers.ts';

const LONG = 300_000;
/** Processes at a time. */
const LANES = 4;
const FIRST = ['--interval', '1'];
/** A reason that does not pass by itself. */
const INVALID = { status: 400, type: 'ValidationException', message: 'Something is wrong with it' };
const UPDATE = ['--interval', '5', '--retention', '30'];

describeWith('moto_server')('a deploy that is broken off', () => {
  const moto = useMoto();
  const runOnHost = useCommandHosts();

  /** A profile and a deployment of its own; the emulator holds them all side by side. */
  async function open(name: string) {
    const { proxy, env } = await openAwsBench(moto());
    const deploy = (...flags: readonly string[]) => ['deploy', '--name', name, ...flags] as const;
    const run = (...args: readonly string[]) => runOnHost(env, ...args);
    const actions = async (...flags: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await run(...deploy('--dry-run', '--json', ...flags));
      return JSON.parse(stdout).resources.map(({ kind, action }: Record<string, string>) => `${kind} ${action}`);
    };
    return { proxy, env, run, deploy, actions };
  }

  type Bench = Awaited<ReturnType<typeof open>>;

  /** Kills the process, that nothing can catch, when AWS has done the call of that number. */
  async function killedAt({ proxy, env, deploy }: Bench, number: number, flags: readonly string[]) {
    const running = startBinary(env, ...deploy('--yes', ...flags));
    proxy.calls.length = 0;
    proxy.afterwards = () => {
      if (proxy.calls.length >= number) running.child.kill('SIGKILL');
      return undefined;
    };
    const { signal } = await running.done;
    proxy.afterwards = () => undefined;
    return signal;
  }

  async function isWhole({ run, deploy, actions }: Bench, flags: readonly string[]) {
    expect(await run(...deploy('--yes', ...flags))).toMatchObject({ code: 0 });
    expect((await actions(...flags)).filter((it) => !it.endsWith(' unchanged'))).toEqual([]);
  }

  async function callsOf({ proxy, run, deploy }: Bench, flags: readonly string[]): Promise<number> {
    proxy.calls.length = 0;
    expect(await run(...deploy('--yes', ...flags))).toMatchObject({ code: 0 });
    return proxy.calls.length;
  }

  test('killed at each call of a first deploy, the next one finishes and destroy leaves nothing', {
    timeout: LONG,
  }, async () => {
    const count = await callsOf(await open('whole'), FIRST);
    expect(count).toBeGreaterThan(20);
    await eachUpTo(count, async (number) => {
      const bench = await open(`first-${number}`);
      expect(await killedAt(bench, number, FIRST)).toBe('SIGKILL');
      await isWhole(bench, FIRST);
      expect(await bench.run('destroy', '--delete-data', '--yes')).toMatchObject({ code: 0 });
      expect((await bench.actions(...FIRST)).filter((it) => !it.endsWith(' create'))).toEqual([]);
    });
  });

  test('killed at each call of an update, the next one finishes', { timeout: LONG }, async () => {
    const model = await open('model');
    await callsOf(model, FIRST);
    const count = await callsOf(model, UPDATE);
    expect(count).toBeGreaterThan(12);
    await eachUpTo(count, async (number) => {
      const bench = await open(`update-${number}`);
      await callsOf(bench, FIRST);
      expect(await killedAt(bench, number, UPDATE)).toBe('SIGKILL');
      await isWhole(bench, UPDATE);
    });
  });

  test('refused at each call of a first deploy, the next one finishes', { timeout: LONG }, async () => {
    const count = await callsOf(await open('model-to-refuse'), FIRST);
    await eachUpTo(count, async (number) => {
      const bench = await open(`refused-${number}`);
      bench.proxy.refuse = () => (bench.proxy.calls.length === number ? INVALID : null);
      expect((await bench.run(...bench.deploy('--yes', ...FIRST))).code).not.toBe(0);
      bench.proxy.refuse = () => null;
      await isWhole(bench, FIRST);
    });
  });

  test('with the connection broken after each call of a first deploy, it or the next one finishes', {
    timeout: LONG,
  }, async () => {
    const count = await callsOf(await open('model-to-reset'), FIRST);
    await eachUpTo(count, async (number) => {
      const bench = await open(`reset-${number}`);
      bench.proxy.afterwards = () => (bench.proxy.calls.length === number ? 'reset' : undefined);
      await bench.run(...bench.deploy('--yes', ...FIRST));
      bench.proxy.afterwards = () => undefined;
      await isWhole(bench, FIRST);
    });
  });

  test('what passes by itself is waited for: a role that is not known yet, a conflict, throttling', {
    timeout: LONG,
  }, async () => {
    const bench = await open('passing');
    const left = new Map<string, [count: number, status: number, type: string, message: string]>([
      [
        'lambda:CreateFunction',
        [3, 400, 'InvalidParameterValueException', 'The role defined for the function cannot be assumed by Lambda.'],
      ],
      ['events:PutRule', [2, 400, 'ConcurrentModificationException', 'Concurrent modification.']],
      ['iam:PutRolePolicy', [2, 400, 'Throttling', 'Rate exceeded']],
      ['dynamodb:CreateTable', [2, 500, 'InternalServerError', 'Internal error']],
    ]);
    refuseSome(bench.proxy, left);
    expect(await bench.run(...bench.deploy('--yes'))).toMatchObject({ code: 0 });
    expect([...left.values()].map(([count]) => count)).toEqual([0, 0, 0, 0]);
  });

  test('a call that is not allowed is named, with the policy that allows it', { timeout: LONG }, async () => {
    const bench = await open('denied');
    refuseSome(bench.proxy, new Map([['iam:CreateRole', [9, 403, 'AccessDenied', 'User is not authorized']]]));
    const { code, stderr } = await bench.run(...bench.deploy('--yes'));
    expect(code).toBe(4);
    expect(stderr).toContain('CreateRole');
    expect(stderr).toContain('docs/deployer-policy.json');
    bench.proxy.refuse = () => null;
    await isWhole(bench, []);
  });
});

async function eachUpTo(count: number, check: (number: number) => Promise<void>): Promise<void> {
  let next = 1;
  const lane = async () => {
    while (next <= count) await check(next++);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

function refuseSome(
  proxy: AwsProxy,
  left: Map<string, [count: number, status: number, type: string, message: string]>,
): void {
  proxy.refuse = (call) => {
    const rule = left.get(call);
    if (!rule || rule[0] === 0) return null;
    rule[0] -= 1;
    const [, status, type, message] = rule;
    return { status, type, message };
  };
}
