import { gunzipSync } from 'node:zlib';
import { readFit } from './fit-reader.ts';
import { type RecordedSession, UnusableFile } from './recorded-session.ts';
import { readGpx, readTcx } from './xml-reader.ts';

export const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;

const READERS = { fit: readFit, gpx: readGpx, tcx: readTcx } as const;

type Format = keyof typeof READERS;
/** What `data_type` may say (its API description). `json`, for strength training, came in 2026 and is not read here. */
export type DataType = Format | `${Format}.gz`;

export function isDataType(text: string): text is DataType {
  return Object.hasOwn(READERS, formatOf(text));
}

/** @throws UnusableFile with Strava's words when no activity can be made of it. */
export function readUploadedFile(bytes: Uint8Array, dataType: DataType): RecordedSession[] {
  const plain = dataType.endsWith('.gz') ? unzipped(bytes) : bytes;
  return READERS[formatOf(dataType) as Format](plain);
}

function formatOf(dataType: string): string {
  return dataType.replace(/\.gz$/, '');
}

function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UPLOAD_BYTES });
  } catch {
    throw new UnusableFile('malformed');
  }
}
