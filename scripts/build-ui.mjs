// Bundles what the dashboard's page loads: one script, one style sheet, one icon. The browser gets no other file.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

await rm(path('dist/ui'), { recursive: true, force: true });
await build({
  entryPoints: [
    { in: path('src/cli/ui/browser/main.ts'), out: 'dashboard' },
    { in: path('src/cli/ui/browser/style/dashboard.css'), out: 'dashboard' },
    { in: path('src/cli/ui/browser/icon.svg'), out: 'icon' },
  ],
  outdir: path('dist/ui'),
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2023', 'chrome120', 'firefox121', 'safari17'],
  loader: { '.svg': 'copy' },
  legalComments: 'none',
  logLevel: 'warning',
});
