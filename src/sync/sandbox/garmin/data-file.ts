import { readFile } from 'node:fs/promises';

/** The built code lies as deep in `dist` as its source in `src`, so that one way leads to the data from both. */
const DATA = new URL('../../../../src/sync/sandbox/data/', import.meta.url);

/** Reads one of the files that this package ships for its stand-ins. */
export function readDataFile(name: string): Promise<Buffer> {
  return readFile(new URL(name, DATA));
}
