import { ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { RunState } from './run-state.ts';
import { listAround } from './span.ts';
import { decisionOf } from './submit.ts';
import { SECOND } from './time.ts';
import { addSessions, askAboutUploads, lacksSessions } from './uploads.ts';

/** Status questions of one round, for what the listing does not show: duplicates and refused files. */
const POLLS_A_ROUND = 5;
/** Waits before each round of status questions; about 20 s in all, then the next run goes on with it. */
const POLL_DELAYS = [2, 2, 3, 5, 8].map((seconds) => seconds * SECOND);

/** Asks about uploads in rounds until each has an outcome or the time for it is up. */
export async function settle(state: RunState, inFlight: readonly LedgerRecord[]): Promise<void> {
  const { clock, report } = state.ports;
  let open = inFlight;
  for (const delay of POLL_DELAYS) {
    if (open.length === 0 || !state.goesOn) break;
    for (const record of open) report({ type: 'step', activity: state.activityOf(record), step: 'process' });
    await clock.sleep(delay, state.signal);
    open = await askRound(state, open);
  }
  for (const record of open) state.finish(decisionOf(state.activityOf(record), record));
}

/** Returns the records that are still open. */
async function askRound(state: RunState, records: readonly LedgerRecord[]): Promise<readonly LedgerRecord[]> {
  const before = new Map(records.map((record) => [record.garminId, record]));
  const latest = new Map(before);
  await askAboutUploads(state.ports, latest, POLLS_A_ROUND).catch((error: unknown) => state.stop(error));
  const asked = [...latest.values()];
  const isOpen = (record: LedgerRecord) => record === before.get(record.garminId) || record.state === 'uploading';
  const left: LedgerRecord[] = [];
  for (const record of await withSessions(
    state,
    asked.filter((it) => !isOpen(it)),
  )) {
    const earlier = before.get(record.garminId) ?? record;
    const dressed = await state.dressed(record, earlier);
    if (dressed) await state.store(dressed);
    else left.push(earlier);
  }
  return [...asked.filter(isOpen), ...left];
}

/** One question for all files that Strava splits. Without an answer the one id of the upload has to do. */
async function withSessions(
  { ports: { target, clock } }: RunState,
  records: readonly LedgerRecord[],
): Promise<readonly LedgerRecord[]> {
  const split = records.filter(lacksSessions);
  if (split.length === 0) return records;
  try {
    const rows = await listAround(
      target,
      split.map(({ activity }) => activity),
    );
    return records.map((record) => (lacksSessions(record) ? addSessions(record, rows, clock.now()) : record));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return records;
  }
}
