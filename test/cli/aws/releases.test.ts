import { appendFile, cp, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openAwsBench } from '../../support/aws-bench.ts';
import { BIN, runBinary } from '../../support/binary.ts';
import { useMoto } from '../../support/moto.ts';
import { describeWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const LONG = 120_000;
const WRITES = /:(Create|Update|Put|Publish|Delete|Add|Remove|Tag|Transact)/;

describeWith('moto_server')('releases of the code', () => {
  const moto = useMoto();

  /** The built tool in a folder of its own, where its bundles can be changed as a new version would. */
  async function ownBuild() {
    const folder = await temporaryFolder();
    const dist = dirname(dirname(BIN));
    await cp(dist, join(folder, 'dist'), { recursive: true });
    await cp(join(dirname(dist), 'package.json'), join(folder, 'package.json'));
    await symlink(join(dirname(dist), 'node_modules'), join(folder, 'node_modules'));
    const change = (bundle: string, text: string) => appendFile(join(folder, 'dist/lambda', bundle, 'index.js'), text);
    return {
      bin: join(folder, 'dist/cli/bin.js'),
      changeCode: (text: string) => change('function', text),
      changePackages: (text: string) => change('layer/nodejs/node_modules/garmin2strava-layer', text),
    };
  }

  async function open() {
    await moto().reset();
    const { proxy, env } = await openAwsBench(moto());
    const build = await ownBuild();
    const deploy = async (...flags: readonly string[]) => {
      proxy.calls.length = 0;
      const { code, stdout, stderr } = await runBinary(
        { ...env, G2S_TEST_BIN: build.bin },
        'deploy',
        '--json',
        ...flags,
      );
      const plan = code === 0 ? JSON.parse(stdout).resources : [];
      const changed = plan.filter((it: { action: string }) => it.action !== 'unchanged');
      const writes = proxy.calls.filter((call) => WRITES.test(call) && !call.startsWith('dynamodb:'));
      return { code, stderr, changed: changed.map((it: { kind: string }) => it.kind) as string[], writes };
    };
    return { build, deploy, proxy };
  }

  test('new code changes the function alone, new packages layer and function; back is one command', {
    timeout: LONG,
  }, async () => {
    const { build, deploy } = await open();
    expect(await deploy('--yes')).toMatchObject({ code: 0 });
    expect(await deploy('--rollback', '--yes')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('no earlier'),
    });

    await build.changeCode('\n// second');
    const second = await deploy('--yes');
    expect(second).toMatchObject({ changed: ['function'] });
    expect(second.writes).toEqual(['lambda:UpdateFunctionCode', 'lambda:TagResource']);

    await build.changePackages('\n// third');
    const third = await deploy('--yes');
    expect(third).toMatchObject({ changed: ['layer', 'function'] });
    expect(third.writes).toEqual([
      'lambda:PublishLayerVersion',
      'lambda:UpdateFunctionConfiguration',
      'lambda:TagResource',
    ]);

    await build.changeCode('\n// fourth');
    await build.changePackages('\n// fourth');
    const fourth = await deploy('--yes');
    expect(fourth.writes).toContain('lambda:DeleteLayerVersion');

    expect(await deploy('--rollback', '--dry-run')).toMatchObject({ changed: ['layer', 'function'], writes: [] });
    const back = await deploy('--rollback', '--yes');
    expect(back.writes).toEqual([
      'lambda:UpdateFunctionConfiguration',
      'lambda:UpdateFunctionCode',
      'lambda:TagResource',
    ]);
    expect(await deploy('--rollback', '--yes')).toMatchObject({ code: 64 });

    const forth = await deploy('--yes');
    expect(forth.writes).toEqual(back.writes);
    expect(await deploy('--yes')).toMatchObject({ code: 0, changed: [], writes: [] });
  });
});
