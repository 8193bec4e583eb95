import { Decoder, Stream } from '@garmin/fitsdk';
import * as v from 'valibot';
import { FileError } from '../errors.ts';

const Messages = v.object({
  fileIdMesgs: v.optional(v.array(v.object({ type: v.optional(v.unknown()) })), []),
  sessionMesgs: v.optional(v.array(v.unknown()), []),
});

/**
 * Reads a FIT file as far as a decision about it needs: whole, an activity, how many sessions.
 * @throws FileError `FILE_BROKEN` for a truncated or damaged file, `FILE_NOT_AN_ACTIVITY` for another kind of FIT
 */
export function inspectFit(bytes: Uint8Array): { readonly sessions: number } {
  if (!decoderOf(bytes).checkIntegrity()) throw broken('its length or check sum is wrong');
  const { messages, errors } = decoderOf(bytes).read({
    mergeHeartRates: false,
    includeUnknownData: false,
    applyScaleAndOffset: false,
    expandSubFields: false,
    expandComponents: false,
    convertDateTimesToDates: false,
  });
  if (errors.length > 0) throw broken(errors.map((error) => error.message).join(', '));
  const parsed = v.safeParse(Messages, messages);
  if (!parsed.success) throw broken('it has no readable header');
  const { fileIdMesgs, sessionMesgs } = parsed.output;
  const type = fileIdMesgs[0]?.type;
  if (type !== 'activity') {
    throw new FileError('NOT_AN_ACTIVITY', {
      message: `Garmin's FIT file is no activity (${String(type ?? 'no type')}).`,
      hint: 'Nothing to do: Strava takes activities only.',
    });
  }
  return { sessions: Math.max(1, sessionMesgs.length) };
}

function decoderOf(bytes: Uint8Array): Decoder {
  return new Decoder(Stream.fromBuffer(bytes));
}

function broken(why: string): FileError {
  return new FileError('BROKEN', {
    message: `The FIT file is damaged: ${why}.`,
    hint: 'Export the original on Garmin Connect to see whether it is whole there.',
  });
}
