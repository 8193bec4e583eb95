import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import extract from 'extract-zip';
import { FileError } from '../errors.ts';

type Entry = Parameters<NonNullable<extract.Options['onEntry']>>[0];

const MOST_ENTRIES = 50;
/** Bytes, unpacked, all entries together. */
const LARGEST_CONTENT = 100 * 1024 * 1024;
const FILE_TYPE = 0o170000;
const SYMLINK = 0o120000;
const PRIVATE_FILE = 0o100600;

export interface ZipEntry {
  /** The name in the archive, for people only. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Unpacks a zip into `directory`, a private one, and reads what came out, in the archive's order.
 *
 * `extract-zip` follows symlinks of the archive (CVE-2026-56876, GHSA-7pqw-9j4j-h8q3) and has no release that does not,
 * so every entry is examined before it is written, and written under a number instead of the name it asks for.
 * @throws FileError `FILE_UNSAFE` for an archive that tries something, `FILE_BROKEN` for one that cannot be read
 */
export async function unzip(zip: string, directory: string): Promise<readonly ZipEntry[]> {
  const guard = new EntryGuard();
  try {
    await extract(zip, { dir: directory, onEntry: (entry) => guard.admit(entry) });
  } catch (error) {
    if (error instanceof FileError) throw error;
    // yauzl itself refuses absolute names and `..`, with these words.
    const problem = error instanceof Error ? error.message : String(error);
    if (/absolute path|invalid relative path|invalid characters/.test(problem)) throw unsafe(problem);
    throw new FileError('BROKEN', {
      message: `The zip from Garmin cannot be unpacked: ${problem}.`,
      hint: 'Try to export the original on Garmin Connect; if that fails too, the recording is damaged there.',
      cause: error,
    });
  }
  return Promise.all(
    guard.names.map(async (name, index) => ({ name, bytes: await readFile(join(directory, fileName(index))) })),
  );
}

function fileName(index: number): string {
  return `entry-${index}`;
}

class EntryGuard {
  readonly names: string[] = [];
  #entries = 0;
  #bytes = 0;

  admit(entry: Entry): void {
    const { fileName: name, uncompressedSize } = entry;
    this.#entries += 1;
    this.#bytes += uncompressedSize;
    if (this.#entries > MOST_ENTRIES) throw unsafe(`more than ${MOST_ENTRIES} entries`);
    if (this.#bytes > LARGEST_CONTENT) throw unsafe(`more than ${LARGEST_CONTENT / 1024 / 1024} MB of content`);
    if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMLINK) throw unsafe('a symbolic link');
    if (/^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..')) throw unsafe('a path that leads outside');
    if (name.endsWith('/')) return;
    entry.fileName = fileName(this.names.length);
    entry.externalFileAttributes = (PRIVATE_FILE << 16) >>> 0;
    this.names.push(name);
  }
}

function unsafe(what: string): FileError {
  return new FileError('UNSAFE', {
    message: `The zip from Garmin is not unpacked: it holds ${what}.`,
    hint: 'Look at the activity on Garmin Connect; a file of a watch never has this.',
  });
}
