import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openBench } from './support/bench.ts';

const ROOT = new URL('../', import.meta.url);

function read(name: string): Promise<string> {
  return readFile(new URL(name, ROOT), 'utf8');
}

test('the help in docs/commands.md is what every command prints', async () => {
  const bench = await openBench();
  const helps = [...(await read('docs/commands.md')).matchAll(/```\n\$ garmin2strava ?(.*)--help\n([\s\S]*?)```/g)];
  expect(helps.length).toBeGreaterThan(25);
  for (const [, command = '', pasted = ''] of helps) {
    const { stdout } = await bench.cli(...command.split(' ').filter(Boolean), '--help');
    expect(pasted.trim(), `${command}: run \`npm run docs\``).toBe(stdout.trim());
  }
});

const DOCUMENTS = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/live-checklist.md', 'docs/performance.md'];

/** What stands after `garmin2strava` in the documents, as words; prose and addresses are left out. */
async function commandsNamed(): Promise<readonly (readonly string[])[]> {
  const texts = await Promise.all(DOCUMENTS.map(read));
  const lines = texts.flatMap((text) =>
    [...text.matchAll(/garmin2strava ([a-z][^`\n|]*)/g)].map(([, line = '']) => line),
  );
  const words = lines.map((line) =>
    (line.split('#')[0] ?? '').split(/\s+/).map((word) => word.replace(/[.,;:)]+$/, '')),
  );
  return words.filter(([command = '']) => /^[a-z]+$/.test(command));
}

test('every command and option that the documents name exists', async () => {
  const bench = await openBench();
  const helpOf = async (...words: readonly string[]) => (await bench.cli(...words, '--help')).stdout;
  const lists = (help: string, name: string) => /^[a-z]+$/.test(name) && new RegExp(`^  ${name}\\b`, 'm').test(help);
  const top = await helpOf();
  let seen = 0;
  for (const [command = '', second = '', ...rest] of await commandsNamed()) {
    if (!lists(top, command)) continue;
    const own = await helpOf(command);
    const help = lists(own.split('Commands:')[1] ?? '', second) ? await helpOf(command, second) : own;
    for (const option of [second, ...rest].filter((word) => word.startsWith('--'))) {
      expect(help + top, [command, second, ...rest].join(' ')).toContain(option);
    }
    seen += 1;
  }
  expect(seen).toBeGreaterThan(50);
});

test('every link between the documents leads somewhere', async () => {
  for (const name of [...DOCUMENTS, 'ARCHITECTURE.md']) {
    for (const [, target = ''] of (await read(name)).matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const place = new URL(target, new URL(name, ROOT));
      expect(existsSync(fileURLToPath(place)), `${name}: ${target}`).toBe(true);
    }
  }
});

test('every npm script that the README tells to run exists', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> };
  const told = [...(await read('README.md')).matchAll(/^npm (?:run )?([\w:]+)$/gm)].map(([, name]) => name ?? '');
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
