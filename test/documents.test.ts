import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openBench } from './support/bench.ts';

const ROOT = new URL('../', import.meta.url);

function read(name: string): Promise<string> {
  return readFile(new URL(name, ROOT), 'utf8');
}

test('the help in the README is what the command prints', async () => {
  const bench = await openBench();
  const helps = [...(await read('README.md')).matchAll(/```\n\$ garmin2strava (.*--help)\n([\s\S]*?)```/g)];
  expect(helps.map(([, command]) => command)).toEqual(['auth --help', 'sync --help']);
  for (const [, command = '', pasted = ''] of helps) {
    expect(pasted.trim()).toBe((await bench.cli(...command.split(' '))).stdout.trim());
  }
});

test('every npm script that the README tells to run exists', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const told = [...(await read('README.md')).matchAll(/^npm (?:run )?(\w+)$/gm)].map(([, name]) => name ?? '');
  expect(told).toContain('test');
  for (const name of told.filter((it) => it !== 'ci')) expect(Object.keys(scripts)).toContain(name);
});

test('every place that ARCHITECTURE names exists', async () => {
  const places = [...(await read('ARCHITECTURE.md')).matchAll(/`((?:src|test)\/[\w./-]+)`/g)].map(
    ([, place]) => place ?? '',
  );
  expect(places.length).toBeGreaterThan(10);
  const missing = places.filter((place) => place !== 'src/aws' && !existsSync(fileURLToPath(new URL(place, ROOT))));
  expect(missing).toEqual([]);
});

test('every package of the runtime set has its reason on record', async () => {
  const { dependencies } = JSON.parse(await read('package.json')) as { dependencies: Record<string, string> };
  const reasons = (await read('docs/decisions/0001-dependencies.md')).replace(/\| @aws-sdk.*\|.*\|/g, (row) =>
    row.replaceAll(', -', ' @aws-sdk/client-'),
  );
  for (const name of Object.keys(dependencies)) expect(reasons).toContain(name);
});
