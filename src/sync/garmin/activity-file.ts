import type { FileFormat, OriginalFile } from '../activity.ts';
import { FileError } from '../errors.ts';
import { inspectFit } from './fit-file.ts';
import type { ZipEntry } from './unzip.ts';

const HEAD = 1_024;

/** Told by the first bytes, never by the name: imports keep whatever name they came with. */
export function formatOf(bytes: Uint8Array): FileFormat | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD));
  const isFit = (head[0] === 12 || head[0] === 14) && head.toString('latin1', 8, 12) === '.FIT';
  if (isFit) return 'fit';
  const text = head.toString('utf8');
  if (/<gpx[\s>]/i.test(text)) return 'gpx';
  if (/<TrainingCenterDatabase[\s>]/i.test(text)) return 'tcx';
  return null;
}

/**
 * The recordings among the entries of Garmin's zip, checked before a request to Strava is spent on them. The bytes stay
 * as they are.
 * @throws FileError when an entry is a damaged recording, or when there is none at all
 */
export function recordingsOf(entries: readonly ZipEntry[]): readonly OriginalFile[] {
  const files = entries.flatMap(({ bytes }): readonly OriginalFile[] => {
    const format = formatOf(bytes);
    if (format === null) return [];
    return [{ format, bytes, sessions: format === 'fit' ? inspectFit(bytes).sessions : 1 }];
  });
  if (files.length > 0) return files;
  const names = entries.map(({ name }) => name).join(', ');
  throw new FileError('NOT_AN_ACTIVITY', {
    message: `Garmin's zip holds no FIT, GPX or TCX recording (${names || 'it is empty'}).`,
    hint: 'Look at the activity on Garmin Connect.',
  });
}
