// The command line in one file and a few it loads when they are needed: Node takes a millisecond for each file that it
// looks for, and every command starts with dozens. Packages stay outside but those that a start needs.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** What every start, or nearly every one, needs. */
const BUNDLED = ['commander', 'leven'];

const packagesOutside = {
  name: 'packages-outside',
  setup({ onResolve }) {
    onResolve({ filter: /^[@a-z]/ }, ({ path: name }) =>
      BUNDLED.includes(name) ? null : { path: name, external: true },
    );
  },
};

await rm(path('dist/chunks'), { recursive: true, force: true });
await build({
  entryPoints: [{ in: path('src/cli/bin.ts'), out: 'cli/bin' }],
  outdir: path('dist'),
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // The bundled package is CommonJS and asks for parts of Node.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  plugins: [packagesOutside],
  logLevel: 'warning',
});
