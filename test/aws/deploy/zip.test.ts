import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { zipFolder } from '../../../src/aws/deploy/zip.ts';
import { BIN } from '../../support/binary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const ZIP = pathToFileURL(join(dirname(dirname(BIN)), 'aws/deploy/zip.js')).href;
const BUNDLE = fileURLToPath(new URL('../../../dist/lambda/function', import.meta.url));
const FILES = { 'index.js': 'exports.handler = 1;', 'a/b.js': 'b', 'a/b/c.js': 'c', 'ü.txt': 'ü' };

/** What a machine with that time zone and umask makes of a folder. */
async function zippedOn({ TZ, umask }: { TZ: string; umask: string }, folder: string): Promise<string> {
  const script = `process.umask(0o${umask}); const { zipFolder } = await import(${JSON.stringify(ZIP)});
    process.stdout.write((await zipFolder(process.argv[1])).sha256);`;
  const args = ['--input-type=module', '-e', script, folder];
  return (await promisify(execFile)(process.execPath, args, { env: { ...process.env, TZ } })).stdout;
}

async function write(names: readonly (keyof typeof FILES)[], mode: number, at: Date): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) {
    const file = join(folder, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, FILES[name]);
    await chmod(file, mode);
    await utimes(file, at, at);
  }
  return folder;
}

const NAMES = Object.keys(FILES) as (keyof typeof FILES)[];

test('two machines make the same bytes of the same content', async () => {
  const here = await write(NAMES, 0o644, new Date('2026-01-01T00:00:00Z'));
  const there = await write(NAMES.toReversed(), 0o700, new Date('2030-07-01T12:00:00Z'));
  const hashes = [
    await zippedOn({ TZ: 'UTC', umask: '022' }, here),
    await zippedOn({ TZ: 'America/New_York', umask: '077' }, there),
    await zippedOn({ TZ: 'Pacific/Kiritimati', umask: '000' }, here),
  ];
  expect(new Set(hashes).size).toBe(1);
});

test('another content makes other bytes, and the hash is that of the bytes', async () => {
  const folder = await write(NAMES, 0o644, new Date());
  const before = await zipFolder(folder);
  expect(before.sha256).toBe(createHash('sha256').update(before.bytes).digest('base64'));
  await writeFile(join(folder, 'a/b.js'), 'B');
  expect((await zipFolder(folder)).sha256).not.toBe(before.sha256);
});

test('the real bundle is the same wherever it is zipped', async () => {
  const one = await zippedOn({ TZ: 'UTC', umask: '022' }, BUNDLE);
  expect(one).toBe(await zippedOn({ TZ: 'Asia/Kolkata', umask: '077' }, BUNDLE));
});
