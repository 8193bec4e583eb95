import type { Hold, LedgerRecord, LedgerState } from '../ledger.ts';
import type { Ledger } from '../ports.ts';
import { isWithin, type Range } from '../range.ts';
import { isOfType } from '../sport.ts';

export interface HistoryFilter {
  readonly range: Range;
  /** Those wanted, also by why they are undecided; empty: all of them. */
  readonly states: readonly (LedgerState | Hold)[];
  readonly types: readonly string[];
  readonly limit: number;
}

export interface HistoryPage {
  /** Newest first. */
  readonly records: readonly LedgerRecord[];
  /** How many more there are. */
  readonly left: number;
}

/** What the ledger knows. Reads all of it: this is for a person, not for every minute. */
export async function readHistory(
  ledger: Pick<Ledger, 'all'>,
  { range, states, types, limit }: HistoryFilter,
): Promise<HistoryPage> {
  const found: LedgerRecord[] = [];
  for await (const record of ledger.all()) {
    const { state, hold } = record;
    const isOfState = states.length === 0 || states.includes(state) || (hold !== null && states.includes(hold));
    const isOfSport = types.length === 0 || types.some((type) => isOfType(record.activity, type));
    if (isOfState && isOfSport && isWithin(record.activity, range)) found.push(record);
  }
  const sorted = found.sort((a, b) => b.activity.startTime - a.activity.startTime);
  return { records: sorted.slice(0, limit), left: Math.max(0, sorted.length - limit) };
}

/** The Garmin id of what became a Strava activity; null where the ledger does not know it. */
export async function garminIdOf(ledger: Pick<Ledger, 'all'>, stravaId: string): Promise<string | null> {
  for await (const { garminId, stravaIds } of ledger.all()) if (stravaIds.includes(stravaId)) return garminId;
  return null;
}
