// Bundles what runs on AWS: the layer (the packages) and the function (our code, which loads the layer), one CommonJS
// file each. Stock Node cannot import an ES module from a layer; CommonJS is found everywhere by NODE_PATH.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const LAYER = 'garmin2strava-layer';
const LAYER_FOLDER = `dist/lambda/layer/nodejs/node_modules/${LAYER}`;

/** How a package's exports are found among the layer's. */
const IN_LAYER = {
  '@aws-sdk/client-dynamodb': 'layer',
  '@garmin/fitsdk': 'layer',
  'extract-zip': 'layer.extractZip',
  'garmin-connect': 'layer.garminConnect',
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  format: 'cjs',
  minify: true,
  keepNames: true,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  logLevel: 'warning',
};

const fromLayer = {
  name: 'from-layer',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path: name }) =>
      name in IN_LAYER ? { path: name, namespace: 'layer' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'layer' }, ({ path: name }) => ({
      contents: `const layer = require('${LAYER}'); module.exports = ${IN_LAYER[name]};`,
    }));
  },
};

await rm(path('dist/lambda'), { recursive: true, force: true });
await mkdir(path(LAYER_FOLDER), { recursive: true });
await build({ ...common, entryPoints: [path('src/aws/lambda/layer.ts')], outfile: path(`${LAYER_FOLDER}/index.js`) });
await build({
  ...common,
  entryPoints: [path('src/aws/lambda/handler.ts')],
  outfile: path('dist/lambda/function/index.js'),
  plugins: [fromLayer],
  external: [LAYER],
});
// The package above says that .js files are ES modules; on Lambda there is none above.
await writeFile(path('dist/lambda/package.json'), '{"type":"commonjs"}\n');
await writeFile(path(`${LAYER_FOLDER}/package.json`), `${JSON.stringify({ name: LAYER, main: 'index.js' })}\n`);
