import { Decoder, type FitMessages, Stream } from '@garmin/fitsdk';
import { FileError } from '../errors.ts';
import { CHECK_SUM, recordsOf } from './fit-records.ts';
import { MESSAGES } from './message-numbers.ts';

export type MessageName = keyof typeof MESSAGES;

/** Of a file's header: its own length, and where that of the records stands. */
const RECORDS_LENGTH = 4;
const LEAST_HEADER = 12;

/**
 * Some messages of a FIT file that is whole. The track, which is nearly all of a file, is passed over: that is many times
 * faster, and old watches write it with compressed time stamps, which the SDK (21.217) does not read.
 * @throws FileError `FILE_BROKEN` for a truncated or damaged file
 */
export function readFitMessages(bytes: Uint8Array, wanted: readonly MessageName[]): FitMessages {
  const numbers = new Set<number>(wanted.map((name) => MESSAGES[name]));
  const excerpt = filesIn(bytes).flatMap((file) => wantedRecords(file, numbers));
  // Where the check sum would be.
  const data = Buffer.concat([...excerpt, Buffer.alloc(CHECK_SUM)]);
  const how = { mergeHeartRates: false, expandComponents: false, dataOnly: true };
  const { messages, errors } = new Decoder(Stream.fromBuffer(data)).read(how);
  if (errors.length > 0) throw broken(errors.map((error) => error.message).join(', '));
  return messages;
}

/** A FIT file may be several, one behind the other. */
function filesIn(bytes: Uint8Array): readonly Uint8Array[] {
  const files: Uint8Array[] = [];
  let at = 0;
  do {
    const file = fileAt(bytes, at);
    if (!new Decoder(Stream.fromBuffer(file)).checkIntegrity()) throw broken('its length or check sum is wrong');
    files.push(file);
    at += file.length;
  } while (at < bytes.length);
  return files;
}

function fileAt(bytes: Uint8Array, at: number): Uint8Array {
  const rest = bytes.subarray(at);
  if (rest.length < LEAST_HEADER) return rest;
  const view = new DataView(rest.buffer, rest.byteOffset, rest.byteLength);
  return rest.subarray(0, view.getUint8(0) + view.getUint32(RECORDS_LENGTH, true) + CHECK_SUM);
}

/** Each with its definition and a plain header, for it may have had one with a compressed time stamp. */
function wantedRecords(file: Uint8Array, numbers: ReadonlySet<number>): readonly Uint8Array[] {
  const parts: Uint8Array[] = [];
  try {
    for (const { definition, bytes, localMessage } of recordsOf(file, numbers)) {
      parts.push(definition, Uint8Array.of(localMessage), bytes.subarray(1));
    }
  } catch (error) {
    if (error instanceof RangeError) throw broken('its records do not fit into it');
    throw error;
  }
  return parts;
}

function broken(why: string): FileError {
  return new FileError('BROKEN', {
    message: `The FIT file is damaged: ${why}.`,
    hint: 'Export the original on Garmin Connect to see whether it is whole there.',
  });
}
