import type { FitMessages } from '@garmin/fitsdk';
import { FileError } from '../errors.ts';
import { readFitMessages } from '../fit/fit-messages.ts';

/**
 * Reads a FIT file as far as a decision about it needs: whole, an activity, how many sessions.
 * @throws FileError `FILE_BROKEN` for a truncated or damaged file, `FILE_NOT_AN_ACTIVITY` for another kind of FIT
 */
export function inspectFit(bytes: Uint8Array): { readonly sessions: number } {
  return { sessions: sessionsOf(readFitMessages(bytes, ['fileId', 'session'])) };
}

/** How many sessions an activity has. @throws FileError `FILE_NOT_AN_ACTIVITY` for another kind of FIT */
export function sessionsOf({ fileIdMesgs = [], sessionMesgs = [] }: FitMessages): number {
  const type = fileIdMesgs[0]?.type;
  if (type === 'activity') return Math.max(1, sessionMesgs.length);
  throw new FileError('NOT_AN_ACTIVITY', {
    message: `Garmin's FIT file is no activity (${String(type ?? 'no type')}).`,
    hint: 'Nothing to do: Strava takes activities only.',
  });
}
