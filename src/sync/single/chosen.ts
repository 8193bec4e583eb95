import type { GarminActivity } from '../activity.ts';
import { type Decision, decision } from '../decision.ts';
import { UsageError } from '../errors.ts';
import { kindOf, type LedgerRecord } from '../ledger.ts';
import type { Listing } from '../listing.ts';
import type { Candidate } from '../plan.ts';
import type { ActivitySource, Ledger, Store } from '../ports.ts';
import { activityOf } from '../transitions.ts';

/** How many of Garmin's newest rows are looked through before it is asked for one activity alone. */
const NEAR = 100;

/** Activities that a person names. */
export interface Choice {
  readonly garminIds: readonly string[];
  /** Upload whatever ledger, rules and Strava's list say. */
  readonly force: boolean;
}

/** The same, once they are found. */
export interface Chosen {
  readonly listing: Listing;
  readonly force: boolean;
}

interface ChoicePorts {
  readonly source: Pick<ActivitySource, 'kind' | 'list' | 'find'>;
  readonly store: Pick<Store, 'ledger'>;
}

/** Finds them. @throws UsageError when Garmin and ledger do not know one of them; whatever Garmin answers instead */
export async function choose(ports: ChoicePorts, { garminIds, force }: Choice): Promise<Chosen> {
  const records = await ports.store.ledger.get(garminIds);
  const activities = await findActivities(ports, garminIds, records);
  return { listing: { activities, records, rejected: [] }, force };
}

/** The ledger for a run that leaves out others on a person's word: what it makes anew is marked as made alone. */
export function aloneLedger(ledger: Ledger): Ledger {
  return {
    get: (garminIds) => ledger.get(garminIds),
    open: () => ledger.open(),
    all: () => ledger.all(),
    put: (record) => ledger.put(record.version === 0 ? { ...record, alone: true } : record),
  };
}

/** One of them, as far as it is to be judged: what came from a folder is known from the ledger. */
export async function findActivity(ports: ChoicePorts, garminId: string): Promise<Candidate> {
  if (kindOf(garminId) !== ports.source.kind) {
    const record = (await ports.store.ledger.get([garminId])).get(garminId);
    if (!record) throw fromElsewhere(garminId);
    return { activity: activityOf(record), record };
  }
  const { listing } = await choose(ports, { garminIds: [garminId], force: false });
  const [activity] = listing.activities;
  if (!activity) throw unknown(garminId);
  return { activity, record: listing.records.get(garminId) ?? null };
}

/** The list's rows say more than the ledger keeps, the notes for one. */
async function findActivities(
  { source }: ChoicePorts,
  garminIds: readonly string[],
  records: ReadonlyMap<string, LedgerRecord>,
): Promise<readonly GarminActivity[]> {
  const other = garminIds.find((id) => kindOf(id) !== source.kind);
  if (other !== undefined) throw fromElsewhere(other);
  const page = garminIds.length === 0 ? [] : (await source.list({ start: 0, limit: NEAR })).activities;
  const listed = new Map(page.map((activity) => [activity.id, activity]));
  const found: GarminActivity[] = [];
  for (const id of garminIds) {
    const record = records.get(id);
    const activity = listed.get(id) ?? (await source.find(id)) ?? (record ? activityOf(record) : null);
    if (!activity) throw unknown(id);
    found.push(activity);
  }
  return found;
}

/** The upload of an activity as if nothing were known of it; null while an earlier upload has no outcome yet. */
export function force({ activity, record }: Candidate): Decision | null {
  if (record?.state === 'claimed' || record?.state === 'uploading') return null;
  // What an earlier upload became does not count, so its files are posted anew.
  const anew = record && { ...record, state: 'seen' as const, hold: null, legs: [] };
  return decision(activity, 'upload', 'new', { detail: 'as you asked', record: anew });
}

function unknown(garminId: string): UsageError {
  return new UsageError({
    message: `Neither Garmin nor the ledger knows an activity ${garminId}.`,
    hint: 'Its id is the number at the end of its address on Garmin Connect; `garmin2strava history` shows those of the ledger.',
  });
}

function fromElsewhere(id: string): UsageError {
  return new UsageError({
    message: `${id} came from a folder, not from Garmin Connect.`,
    hint: 'Bring it over once more with `garmin2strava sync --from <folder>`.',
  });
}
