import { mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Where Linux keeps files in memory, and how much room there has to be for ours. */
const MEMORY = '/dev/shm';
const ROOM = 1024 ** 3;

/** A folder of the test's own, removed after it. */
export async function temporaryFolder(): Promise<string> {
  return folderIn(tmpdir());
}

/** The same for thousands of writes, which a disk has to confirm one by one: in memory, where the system offers that. */
export async function swiftFolder(): Promise<string> {
  const { bavail, bsize } = await statfs(MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return folderIn(bavail * bsize > ROOM ? MEMORY : tmpdir());
}

async function folderIn(place: string): Promise<string> {
  const folder = await mkdtemp(join(place, 'g2s-test-'));
  // A shell that was ended may still write down what it has learnt.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Every file below a folder, as sorted relative paths. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
