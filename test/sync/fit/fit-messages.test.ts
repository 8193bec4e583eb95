import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Decoder, Stream } from '@garmin/fitsdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileError } from '../../../src/sync/errors.ts';
import { readFitMessages } from '../../../src/sync/fit/fit-messages.ts';
import { inspectFit } from '../../../src/sync/garmin/fit-file.ts';
import { fitOf, withCompressedTrack } from '../../support/fit-bytes.ts';
import { fitFile } from '../sandbox/strava/fit-file.ts';

const DATA = new URL('../../../src/sync/sandbox/data/', import.meta.url).pathname;
const WANTED = ['fileId', 'session', 'activity'] as const;

const recordings = (await readdir(DATA)).filter((name) => name.endsWith('.fit') && !name.includes('unexpected-eof'));

/** What the SDK reads when it reads all of it. */
function wholly(bytes: Uint8Array) {
  const { messages, errors } = new Decoder(Stream.fromBuffer(bytes)).read({
    mergeHeartRates: false,
    expandComponents: false,
  });
  expect(errors).toEqual([]);
  return messages;
}

test.each(recordings)('%s: the same as when all of it is read', async (name) => {
  const bytes = await readFile(join(DATA, name));
  const { fileIdMesgs, sessionMesgs, activityMesgs } = wholly(bytes);
  expect(fileIdMesgs).toHaveLength(1);
  expect(readFitMessages(bytes, WANTED)).toEqual({ fileIdMesgs, sessionMesgs, activityMesgs });
});

test('a track with compressed time stamps, which the SDK does not read, keeps no file away', () => {
  const day = '2011-05-01T08:00:00Z';
  const bytes = withCompressedTrack(fitFile({ startTime: day }, { startTime: day, sport: 'cycling' }), 3_600);
  expect(new Decoder(Stream.fromBuffer(bytes)).read({ mergeHeartRates: false }).errors).toMatchObject([
    { message: expect.stringContaining('compressed timestamp messages are not currently supported') },
  ]);
  expect(inspectFit(bytes)).toEqual({ sessions: 2 });
  expect(readFitMessages(bytes, WANTED).sessionMesgs).toMatchObject([{ sport: 'running' }, { sport: 'cycling' }]);
});

test('two files, one behind the other', () => {
  const file = (sport: 'running' | 'cycling') => fitFile({ startTime: '2026-01-01T08:00:00Z', sport });
  const both = Buffer.concat([file('running'), file('cycling')]);
  expect(readFitMessages(both, WANTED).sessionMesgs).toMatchObject([{ sport: 'running' }, { sport: 'cycling' }]);
  expect(() => readFitMessages(both.subarray(0, -1), WANTED)).toThrow('its length or check sum is wrong');
  expect(() => readFitMessages(Buffer.concat([both, Buffer.from([0])]), WANTED)).toThrow('length or check sum');
});

test('big-endian numbers, and fields of a developer, whether they are described or not', () => {
  const fileId = [0x40, 0, 1, 0, 0, 1, 0, 1, 0x00, 0x00, 4];
  // A record and a session with a field of a developer behind their own.
  const record = [0x61, 0, 1, 0, 20, 1, 3, 1, 0x02, 1, 0, 3, 0];
  const session = [0x62, 0, 1, 0, 18, 1, 253, 4, 0x86, 1, 1, 2, 0];
  const track = Array.from({ length: 50 }, (_, at) => [0x01, 100 + at, 0x02, 0x40, 0x42]).flat();
  const bytes = fitOf([...fileId, ...record, ...track, ...session, 0x02, 0x3e, 0x80, 0, 0, 7, 7]);
  expect(inspectFit(bytes)).toEqual({ sessions: 1 });
  const { sessionMesgs } = readFitMessages(bytes, ['session']);
  expect(sessionMesgs).toEqual([{ timestamp: new Date((631_065_600 + 0x3e800000) * 1_000) }]);
});

test('as many sessions as a file may hold', () => {
  const session = [0x40, 0, 0, 18, 0, 1, 254, 2, 0x84, ...Array(100_000).fill([0x00, 1, 0]).flat()];
  expect(inspectFit(fitOf([0x41, 0, 0, 0, 0, 1, 0, 1, 0x00, 0x01, 4, ...session]))).toEqual({ sessions: 100_000 });
});

describe('a damaged file is told to be one', () => {
  const whole = fitFile({ startTime: '2026-01-01T08:00:00Z' });

  test('cut off or changed anywhere', () => {
    const length = fc.integer({ min: 0, max: whole.length - 1 });
    fc.assert(
      fc.property(length, fc.integer({ min: 1, max: 255 }), (at, change) => {
        expect(() => inspectFit(whole.subarray(0, at))).toThrow(FileError);
        const changed = Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ change : byte));
        expect(() => inspectFit(changed)).toThrow(FileError);
      }),
    );
  });

  test('whatever its records are, when the check sum is right', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 60 }), (records) => {
        try {
          inspectFit(fitOf(records));
        } catch (error) {
          expect(error).toBeInstanceOf(FileError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a record without definition, and one that ends behind the file', () => {
    expect(() => inspectFit(fitOf([0x01, 0, 0]))).toThrow('its records do not fit into it');
    expect(() => inspectFit(fitOf([0x40, 0, 0, 20, 0, 1, 253, 4, 0x86, 0x00, 1]))).toThrow('do not fit into it');
    expect(() => inspectFit(fitOf([0x40, 0, 0]))).toThrow('do not fit into it');
  });
});
