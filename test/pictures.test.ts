import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { testWith } from './support/peers.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const test = testWith('tmux');
const PICTURES = 'docs/pictures';

test('the pictures show what the commands print now', { timeout: 90_000 }, async () => {
  const folder = `${await temporaryFolder()}/`;
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'] };
  await promisify(execFile)(process.execPath, ['scripts/pictures/make.mjs', folder], { env });
  const made = await readdir(folder);
  expect(made.sort()).toEqual((await readdir(PICTURES)).sort());
  for (const name of made) {
    const picture = await readFile(join(PICTURES, name), 'utf8');
    expect(picture, `${name}: run \`npm run pictures\``).toBe(await readFile(join(folder, name), 'utf8'));
  }
});
