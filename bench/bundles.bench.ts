import { cp, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { zipFolder } from '../src/aws/deploy/zip.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { closureOf, kilobytes } from './packages.ts';
import { timeInside } from './processes.ts';
import { addRow, times } from './rows.ts';

const LAYER = 'dist/lambda/layer';
const FUNCTION = 'dist/lambda/function';
/** What the layer's packages are imported as. */
const PACKAGES = ['@aws-sdk/client-dynamodb', '@garmin/fitsdk', 'extract-zip', 'garmin-connect', 'valibot'];

test('the zips', async () => {
  const plain = await plainLayer();
  const [layer, code, raw] = await Promise.all([zipFolder(LAYER), zipFolder(FUNCTION), zipFolder(plain)]);
  const both = layer.bytes.length + code.bytes.length;
  addRow({
    what: 'function zip',
    ours: kilobytes(code.bytes.length),
    target: '<= 100 kB',
    met: code.bytes.length <= 100_000,
  });
  addRow({
    what: 'function and layer zip',
    ours: `${kilobytes(both)} (${times(both / raw.bytes.length)})`,
    baseline: `the same packages as \`node_modules\` (${kilobytes(raw.bytes.length)})`,
    target: '<= 350 kB',
    met: both <= 350_000,
  });
  const nodePath = join(LAYER, 'nodejs', 'node_modules');
  const imports = `Promise.all(${JSON.stringify(PACKAGES)}.map((it) => import(require('node:module').createRequire('${plain}/x.js').resolve(it))))`;
  const [ours = 0, theirs = 1] = timeInside(
    { code: `require('${process.cwd()}/${FUNCTION}/index.js')`, env: { NODE_PATH: nodePath } },
    { code: imports },
  );
  addRow({
    what: 'cold import of function and layer in a fresh process',
    ours: `${times(ours / theirs)} (${Math.round(ours)} ms)`,
    baseline: `the same packages from \`node_modules\` (${Math.round(theirs)} ms)`,
    target: '<= 0.55x',
    met: ours / theirs <= 0.55,
  });
});

test('the packages of an installation', async () => {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as { dependencies: object };
  const { packages, bytes } = await closureOf(Object.keys(dependencies));
  expect(packages.length).toBeGreaterThan(10);
  addRow({
    what: 'packages of the runtime set',
    ours: `${packages.length}, ${(bytes / 1e6).toFixed(0)} MB`,
    met: null,
  });
});

/** A layer as one would make it without a bundler. */
async function plainLayer(): Promise<string> {
  const folder = await temporaryFolder();
  for (const path of (await closureOf(PACKAGES)).packages) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(path, join(folder, path), {
      recursive: true,
      filter: (it) => !it.slice(path.length).includes('node_modules'),
    });
  }
  return folder;
}
