import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFile } from '../../package-file.ts';

/** A real recording; the file is shipped with the package. */
export function readDataFile(name: string): Promise<Buffer> {
  return readFile(join(packageFile('src/sync/sandbox/data'), name));
}
