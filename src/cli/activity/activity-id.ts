import { UsageError } from '../../sync/errors.ts';
import type { Ledger } from '../../sync/ports.ts';
import { garminIdOf } from '../../sync/single/history.ts';

/**
 * The Garmin id that a person means by an id, an address of Garmin's, or an address of a Strava activity.
 * @throws UsageError
 */
export async function readActivityId(text: string, ledger: Pick<Ledger, 'all'>): Promise<string> {
  const [, strava] = /strava\.com\/activities\/(\d+)/.exec(text) ?? [];
  if (strava !== undefined) return ofStrava(strava, ledger);
  const [, garmin] = /^(?:https?:\/\/\S*garmin\.\S*\/activity\/)?(\w+)\/?(?:[?#]\S*)?$/.exec(text.trim()) ?? [];
  if (garmin !== undefined) return garmin;
  throw new UsageError({
    message: `${text} is no id of an activity.`,
    hint: 'Give the number at the end of its address on Garmin Connect, or an address of Garmin or Strava.',
  });
}

async function ofStrava(stravaId: string, ledger: Pick<Ledger, 'all'>): Promise<string> {
  const garminId = await garminIdOf(ledger, stravaId);
  if (garminId !== null) return garminId;
  throw new UsageError({
    message: `The ledger knows no Strava activity ${stravaId}.`,
    hint: 'Give its id at Garmin instead; `garmin2strava history` shows what the ledger knows.',
  });
}
