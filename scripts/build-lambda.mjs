// Bundles what runs on AWS: the layer (the packages) and the function (our code, which loads the layer), one CommonJS
// file each. Stock Node cannot import an ES module from a layer; CommonJS is found everywhere by NODE_PATH.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const LAYER = 'garmin2strava-layer';
const LAYER_FOLDER = `dist/lambda/layer/nodejs/node_modules/${LAYER}`;

/** How a package's exports are found among the layer's. */
const IN_LAYER = {
  '@aws-sdk/client-dynamodb': 'layer',
  'garmin-connect': 'layer.garminConnect',
};

/** Those that are loaded when they are first used; their exports by name, or the whole as a function. */
const WHEN_USED = {
  '@garmin/fitsdk': `for (const name of ['Decoder', 'Stream'])
    Object.defineProperty(exports, name, { enumerable: true, get: () => files()[name] });`,
  'extract-zip': 'module.exports = (...args) => files().extractZip(...args);',
};
const FILES = `const files = () => require('garmin2strava-layer/files.js');`;

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
      name in IN_LAYER || name in WHEN_USED ? { path: name, namespace: 'layer' } : null,
    );
    onLoad({ filter: /.*/, namespace: 'layer' }, ({ path: name }) => ({
      contents:
        name in IN_LAYER
          ? `const layer = require('${LAYER}'); module.exports = ${IN_LAYER[name]};`
          : `${FILES} ${WHEN_USED[name]}`,
    }));
  },
};

await rm(path('dist/lambda'), { recursive: true, force: true });
await mkdir(path(LAYER_FOLDER), { recursive: true });
// Names of functions matter to our own errors only, and the table of file types to forms that axios never sends here.
const withoutFileTypes = {
  name: 'without-file-types',
  setup({ onLoad }) {
    onLoad({ filter: /mime-db[\\/]db\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
  },
};
const { outputFiles } = await build({
  ...common,
  entryPoints: [path('src/sync/fit/message-numbers.ts')],
  format: 'esm',
  write: false,
});
const { MESSAGES } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
/** What the SDK knows of all other messages is most of it. */
const withoutOtherMessages = {
  name: 'without-other-messages',
  setup({ onLoad }) {
    onLoad({ filter: /fitsdk[\\/]src[\\/]profile\.js$/ }, async ({ path: file }) => {
      const { default: profile } = await import(pathToFileURL(file));
      const messages = Object.values(MESSAGES).map((number) => [number, profile.messages[number]]);
      const contents = JSON.stringify({ ...profile, messages: Object.fromEntries(messages) });
      return { contents, loader: 'json' };
    });
  },
};
await build({
  ...common,
  keepNames: false,
  entryPoints: [
    { in: path('src/aws/lambda/layer.ts'), out: 'index' },
    { in: path('src/aws/lambda/layer-files.ts'), out: 'files' },
  ],
  outdir: path(LAYER_FOLDER),
  plugins: [withoutFileTypes, withoutOtherMessages],
});
await build({
  ...common,
  entryPoints: [path('src/aws/lambda/handler.ts')],
  outfile: path('dist/lambda/function/index.js'),
  plugins: [fromLayer],
  external: [LAYER, `${LAYER}/files.js`],
});
// The package above says that .js files are ES modules; on Lambda there is none above.
await writeFile(path('dist/lambda/package.json'), '{"type":"commonjs"}\n');
await writeFile(path(`${LAYER_FOLDER}/package.json`), `${JSON.stringify({ name: LAYER, main: 'index.js' })}\n`);
