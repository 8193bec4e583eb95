import { type Actions, isGearId, isNamed } from './actions.ts';
import { FileError, ServiceError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { ActivityChanges, UploadTarget } from './ports.ts';
import { type Clock, HOUR, type Instant } from './time.ts';

/** So long it is tried again when Strava does not answer; then the activity stays as it is. */
const PATIENCE = HOUR;

interface DressPorts {
  readonly target: Pick<UploadTarget, 'update' | 'gear'>;
  readonly clock: Clock;
}

/**
 * Sets on the finished activities what an upload cannot: gear, and whether feeds show them. It comes before the ledger
 * calls them uploaded, so that a run that breaks off in between does it again, which changes nothing.
 * @returns the record to store, with a word about what could not be done; null: not now, ask again
 * @throws PauseError, AuthRequiredError, AppInactiveError
 */
export async function dress(
  { target, clock }: DressPorts,
  record: LedgerRecord,
  actions: Actions,
  since: Instant,
): Promise<LedgerRecord | null> {
  const isWanted = actions.mute !== undefined || actions.gear !== undefined;
  if (record.state !== 'uploaded' || !isWanted) return record;
  try {
    return await change(target, record, actions);
  } catch (error) {
    if (error instanceof ServiceError && clock.now() - since < PATIENCE) return null;
    if (!(error instanceof ServiceError || error instanceof FileError)) throw error;
    return { ...record, detail: `uploaded; gear or mute could not be set: ${error.message}` };
  }
}

async function change(
  target: DressPorts['target'],
  record: LedgerRecord,
  { mute, gear }: Actions,
): Promise<LedgerRecord> {
  const gearId = gear === undefined ? undefined : await gearIdOf(target, gear);
  const changes: ActivityChanges = { ...(mute !== undefined && { mute }), ...(gearId && { gearId }) };
  if (Object.keys(changes).length > 0) for (const id of record.stravaIds) await target.update(id, changes);
  return gearId === null ? { ...record, detail: `uploaded; ${await whyNoGear(target, gear)}` } : record;
}

/** A login that may not see gear is shown none at all. */
async function whyNoGear(target: Pick<UploadTarget, 'gear'>, gear: string | undefined): Promise<string> {
  if ((await target.gear()).length > 0) return `Strava knows no gear ${gear}`;
  return `Strava shows this login no gear, so not ${gear}: \`garmin2strava auth strava\` asks for the permission`;
}

/** Null where there is no such gear. */
async function gearIdOf(target: Pick<UploadTarget, 'gear'>, wanted: string): Promise<string | null> {
  if (isGearId(wanted)) return wanted;
  const found = (await target.gear()).find((it) => isNamed(it, wanted));
  return found?.id ?? null;
}
