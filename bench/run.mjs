// `npm run bench`: measures, and prints a table, or with --json one object. Ratios and counts; no time is a test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const isJson = process.argv.includes('--json');
const folder = await mkdtemp(join(tmpdir(), 'garmin2strava-bench-'));
const rowsFile = join(folder, 'rows');
const env = { ...process.env, G2S_BENCH_ROWS: rowsFile };
const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.bench.config.ts'];
const child = spawn(process.execPath, args, { env, stdio: ['ignore', isJson ? 'ignore' : 2, 2] });
const [code] = await once(child, 'exit');
const rows = (await readFile(rowsFile, 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
await rm(folder, { recursive: true });

const machine = {
  node: process.versions.node,
  cpus: cpus().length,
  model: cpus()[0]?.model.trim() ?? '',
  platform: `${process.platform} ${process.arch}`,
};
const date = new Date().toISOString().slice(0, 10);
if (isJson) {
  process.stdout.write(`${JSON.stringify({ schemaVersion: 1, date, machine, rows }, null, 2)}\n`);
} else {
  const marks = { true: 'yes', false: 'NO', null: '' };
  const table = rows.map(({ what, ours, baseline, target, met }) => [
    what,
    ours,
    baseline ?? '–',
    target ?? 'reported',
    marks[String(met)],
  ]);
  const head = ['what', 'here', 'baseline in the same run', 'to reach', 'met'];
  const lines = [head, head.map(() => '---'), ...table].map((cells) => `| ${cells.join(' | ')} |`);
  process.stdout.write(
    `\nMeasured on ${date}: Node ${machine.node}, ${machine.cpus} cores, ${machine.model}, ${machine.platform}.\n\n${lines.join('\n')}\n`,
  );
}
process.exitCode = code ?? 1;
