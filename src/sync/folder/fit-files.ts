import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UsageError } from '../errors.ts';

const FIT = /\.fit$/i;

/**
 * Every FIT file below a folder. Hidden files are left out, with them the `._` shadows that macOS leaves on a watch, and so
 * are links that lead out of the folder.
 * @throws UsageError when the folder cannot be read or holds no FIT file
 */
export async function fitFilesBelow(folder: string): Promise<readonly string[]> {
  const root = await realFolder(folder);
  const found: string[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isHidden = relative(root, path)
      .split(/[\\/]/)
      .some((part) => part.startsWith('.'));
    if (!isHidden && entry.isFile() && FIT.test(entry.name)) found.push(path);
  }
  if (found.length === 0) throw empty(folder);
  return found.sort();
}

async function realFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (cause) {
    throw unreadable(folder, cause);
  }
  throw unreadable(folder, null);
}

function unreadable(folder: string, cause: unknown): UsageError {
  return new UsageError({
    message: `${folder} is no folder that can be read.`,
    hint: 'Connect the watch and give the folder with its recordings, as a rule GARMIN/Activity.',
    cause,
  });
}

function empty(folder: string): UsageError {
  return new UsageError({
    message: `There is no FIT file in ${folder}.`,
    hint: 'Give the folder with the recordings, as a rule GARMIN/Activity on the watch.',
  });
}
