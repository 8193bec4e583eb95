import { CrcCalculator } from '@garmin/fitsdk';

/** Numbers of messages and of their fields in Garmin's FIT profile. */
const RECORD = 20;
const HEART_RATE = 3;
const UINT8 = 0x02;
const HEADER = 14;
const CHECK_SUM = 2;

/** The file with a track whose time stamps are compressed, as old watches write it: a heart rate a second. */
export function withCompressedTrack(fit: Uint8Array, seconds: number): Uint8Array {
  const definition = [0x43, 0, 0, RECORD, 0, 1, HEART_RATE, 1, UINT8];
  const track = Array.from({ length: seconds }, (_, at) => [0x80 | (3 << 5) | (at & 0x1f), 100 + (at % 80)]).flat();
  return fitOf([...fit.subarray(HEADER, fit.length - CHECK_SUM), ...definition, ...track]);
}

/** A FIT file around these records. */
export function fitOf(records: readonly number[]): Uint8Array {
  const file = new Uint8Array(HEADER + records.length + CHECK_SUM);
  const view = new DataView(file.buffer);
  file.set([HEADER, 0x20]);
  view.setUint32(4, records.length, true);
  file.set(Buffer.from('.FIT'), 8);
  view.setUint16(12, CrcCalculator.calculateCRC(file, 0, 12), true);
  file.set(records, HEADER);
  view.setUint16(file.length - CHECK_SUM, CrcCalculator.calculateCRC(file, 0, file.length - CHECK_SUM), true);
  return file;
}
