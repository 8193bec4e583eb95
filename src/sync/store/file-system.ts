import { constants } from 'node:fs';
import { chmod, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StoreError } from '../errors.ts';

const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** The few things that the store asks of a file system, so that tests can stop it between any two of them. */
export interface FileSystem {
  /** Null where there is no such file. */
  read(path: string): Promise<string | null>;
  /** Names in a directory; none where it does not exist. */
  list(path: string): Promise<readonly string[]>;
  /** Makes a directory and its parents, closed to other users; tightens one that is open. */
  makeDirectory(path: string): Promise<void>;
  /** Writes a new file, closed to other users, and flushes it to the disk. */
  writeFlushed(path: string, content: string): Promise<void>;
  /** @throws an error with code EEXIST where `to` exists */
  link(from: string, to: string): Promise<void>;
  flushDirectory(path: string): Promise<void>;
  /** Harmless where the file is gone. */
  remove(path: string): Promise<void>;
  /** Removes files whose name begins with `prefix` and that are older than `age` milliseconds. */
  sweep(path: string, prefix: string, age: number): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  read: (path) => unless('ENOENT', null, path, () => readFile(path, 'utf8')),
  list: (path) => unless('ENOENT', [], path, () => readdir(path)),
  makeDirectory: (path) => guarded(path, () => makePrivate(path)),
  writeFlushed: (path, content) => guarded(path, () => writePrivate(path, content)),
  link: (from, to) => unlessExists(to, () => link(from, to)),
  flushDirectory: (path) => guarded(path, () => flush(path)),
  remove: (path) => guarded(path, () => rm(path, { force: true })),
  sweep: (path, prefix, age) => guarded(path, () => removeOld(path, prefix, age)),
};

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function makePrivate(path: string): Promise<void> {
  await makeWithParents(path);
  const { mode } = await stat(path);
  if ((mode & 0o777) !== PRIVATE_DIRECTORY) await chmod(path, PRIVATE_DIRECTORY);
}

/** Step by step, for Node's recursive `mkdir` never returns where a parent can neither be found nor made (`/proc/x`). */
async function makeWithParents(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: PRIVATE_DIRECTORY });
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeWithParents(dirname(path));
    await mkdir(path, { mode: PRIVATE_DIRECTORY }).catch((again: unknown) => {
      if (!hasCode(again, 'EEXIST')) throw again;
    });
  }
}

async function writePrivate(path: string, content: string): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, PRIVATE_FILE);
  try {
    await file.chmod(PRIVATE_FILE);
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flush(path: string): Promise<void> {
  // Windows cannot open a directory; its file system keeps names in a journal of its own.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function removeOld(path: string, prefix: string, age: number): Promise<void> {
  for (const name of (await readdir(path)).filter((it) => it.startsWith(prefix))) {
    const file = `${path}/${name}`;
    const info = await unless('ENOENT', null, file, () => stat(file));
    // Both times are the file system's own, so that no clock of ours is needed.
    const { mtimeMs: now } = await stat(path);
    if (info && now - info.mtimeMs > age) await rm(file, { force: true });
  }
}

async function unless<T, D>(code: string, otherwise: D, path: string, action: () => Promise<T>): Promise<T | D> {
  try {
    return await action();
  } catch (error) {
    if (hasCode(error, code)) return otherwise;
    throw storeError(path, error);
  }
}

async function unlessExists(path: string, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? error : storeError(path, error);
  }
}

async function guarded<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw storeError(path, error);
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on that disk and run the same command again; nothing is lost.',
  EDQUOT: 'Free some space on that disk and run the same command again; nothing is lost.',
  EACCES: 'Give your user access to that folder, or set G2S_HOME to another one.',
  EPERM: 'That file system allows no hard links or no change: set G2S_HOME to a folder on a local disk.',
  ENOTSUP: 'That file system allows no hard links: set G2S_HOME to a folder on a local disk.',
  EROFS: 'That disk cannot be written: set G2S_HOME to a folder that can.',
};

function storeError(path: string, error: unknown): StoreError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOTDIR' || (code === 'EEXIST' && !path.endsWith('.json'))) return notAFolder(path, error);
  return new StoreError({
    message: `The local store cannot be used: ${code} in ${dirname(path)}.`,
    hint: ADVICE[code] ?? 'Check that folder, or set G2S_HOME to another one.',
    cause: error,
  });
}

function notAFolder(path: string, cause: unknown): StoreError {
  return new StoreError({
    message: `The local store cannot be used: on the way to ${path} there is a file where a folder should be.`,
    hint: 'Set G2S_HOME to a folder, or move that file away.',
    cause,
  });
}

/** For a file whose content is not what this tool writes. */
export function damaged(path: string): StoreError {
  return new StoreError({
    message: `The local store holds something damaged: ${path}.`,
    hint: 'Restore that file from a backup, or move it away: the activity is then looked up on Strava again.',
  });
}
