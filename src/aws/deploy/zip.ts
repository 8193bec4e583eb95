import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';

/** The earliest that a zip can tell; any fixed date would do. archiver writes it in UTC. */
const DATE = new Date(Date.UTC(1980, 0, 1));
const MODE = 0o644;

/** A zip, and its SHA-256 in base64, which is what Lambda calls `CodeSha256`. */
export interface BundleZip {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/**
 * Zips a folder so that equal content gives equal bytes, whatever the clock, time zone, umask and order of the files:
 * then an unchanged deployment is known by its hash.
 */
export async function zipFolder(folder: string): Promise<BundleZip> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => ({ file, name: relative(folder, file).split(sep).join(posix.sep) }));
  const archive = new ZipArchive({ zlib: { level: 9 } });
  for (const { file, name } of named.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    archive.append(await readFile(file), { name, date: DATE, mode: MODE });
  }
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('base64') };
}
