import { buffer } from 'node:stream/consumers';
import { ZipArchive } from 'archiver';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One date for every entry, so that equal entries make equal archives. */
const ENTRY_DATE = new Date('1980-01-01T00:00:00Z');

/**
 * Zips files in memory the way Garmin does: deflated, with data descriptors, so that the sizes in the local headers are
 * 0 (general purpose bit 3; seen in matin/garth's recorded download).
 */
export async function zip(entries: readonly ZipEntry[]): Promise<Buffer> {
  const archive = new ZipArchive({ zlib: { level: 6 } });
  const bytes = buffer(archive);
  for (const { name, bytes } of entries) archive.append(Buffer.from(bytes), { name, date: ENTRY_DATE, mode: 0o644 });
  await archive.finalize();
  return bytes;
}
