import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import extract from 'extract-zip';
import { FileError } from '../errors.ts';

type OnEntry = NonNullable<extract.Options['onEntry']>;
type Entry = Parameters<OnEntry>[0];
type ZipFile = Parameters<OnEntry>[1];

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
  const damage = new DamageWatch();
  const onEntry: OnEntry = (entry, zipFile) => {
    guard.admit(entry);
    damage.watch(zipFile);
  };
  try {
    await Promise.race([extract(zip, { dir: directory, onEntry }), damage.found]);
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

/**
 * Tells of content that cannot be inflated. `extract-zip` waits for ever then: the stream that its yauzl 2 hands out neither
 * closed after an error nor tells of it (seen on Node 20).
 */
class DamageWatch {
  readonly found: Promise<never>;
  #report: (error: unknown) => void = () => undefined;
  readonly #watched = new WeakSet<ZipFile>();

  constructor() {
    this.found = new Promise((_, reject) => {
      this.#report = reject;
    });
    this.found.catch(() => undefined);
  }

  watch(zipFile: ZipFile): void {
    if (this.#watched.has(zipFile)) return;
    this.#watched.add(zipFile);
    const openReadStream = zipFile.openReadStream.bind(zipFile);
    const watched: typeof zipFile.openReadStream = (entry: Entry, callback: unknown) => {
      if (typeof callback !== 'function') return;
      openReadStream(entry, (error, stream) => {
        if (stream) this.#watchStream(stream, zipFile);
        callback(error, stream);
      });
    };
    zipFile.openReadStream = watched;
  }

  #watchStream(stream: Readable, zipFile: ZipFile): void {
    const report = (damage: unknown) => {
      zipFile.close();
      this.#report(damage);
    };
    const destroy = stream.destroy.bind(stream);
    // yauzl 2 replaces `destroy` by one that tells nobody of the error, so it is caught on its way in.
    stream.destroy = (error?: Error) => {
      if (error) report(error);
      return destroy(error);
    };
    stream.once('error', report);
  }
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
