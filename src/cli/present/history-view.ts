import type { LedgerRecord } from '../../sync/ledger.ts';
import { garminPage, STRAVA_ACTIVITY_PAGE } from '../../sync/links.ts';
import type { HistoryPage } from '../../sync/single/history.ts';
import { toIso } from '../../sync/time.ts';
import { oneLine, wrap } from './columns.ts';
import { stateWords } from './reason-words.ts';
import type { Look } from './style.ts';
import { table } from './table.ts';

const STATE_COLOURS = {
  uploaded: 'green',
  'on-strava': 'green',
  duplicate: 'green',
  failed: 'red',
  claimed: 'yellow',
  uploading: 'yellow',
  seen: 'yellow',
  filtered: 'dim',
  ignored: 'dim',
  'no-file': 'dim',
  removed: 'dim',
} as const;

/** `history`: what the ledger knows, newest first. */
export function historyView({ records, left }: HistoryPage, look: Look, { isFiltered = true } = {}): string {
  if (records.length === 0) return isFiltered ? 'The ledger has no such activity.\n' : 'Nothing has been synced yet.\n';
  const of = (text: (record: LedgerRecord) => string) => records.map(text);
  const rows = table(
    [
      { title: 'ID', cells: of(({ garminId }) => garminId), least: 8, most: 21 },
      { title: 'WHEN', cells: of(({ activity }) => activity.startTimeLocal.slice(0, 16)), least: 16, most: 16 },
      {
        title: 'NAME',
        cells: of(({ activity }) => oneLine(activity.name ?? '') || oneLine(activity.type)),
        least: 4,
        most: 30,
        isElastic: true,
      },
      { title: 'SPORT', cells: of(({ activity }) => oneLine(activity.type)), least: 5, most: 16 },
      {
        title: 'STATE',
        cells: of(stateWords),
        least: 5,
        most: 20,
        colours: records.map(({ state }) => STATE_COLOURS[state]),
      },
    ],
    { title: 'DETAILS', cells: of(detailsOf) },
    look,
  );
  const more = left > 0 ? [wrap(`${left} more; --limit ${records.length + left} shows them all.`, look.columns)] : [];
  return `${[...rows.flat(), ...more].join('\n')}\n`;
}

function detailsOf({ state, detail, stravaIds }: LedgerRecord): string {
  const [first, ...others] = stravaIds;
  const link = first === undefined ? '' : `${STRAVA_ACTIVITY_PAGE}${first}`;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return state === 'uploaded' && link ? `${link}${more}` : [oneLine(detail), link].filter(Boolean).join(' ');
}

/** `history --json`. */
export function historyJson({ records, left }: HistoryPage): string {
  return `${JSON.stringify({ schemaVersion: 1, activities: records.map(recordJson), left }, null, 2)}\n`;
}

export function recordJson({
  garminId,
  state,
  activity,
  detail,
  stravaIds,
  attempts,
  retryAt,
  updatedAt,
}: LedgerRecord) {
  return {
    garminId,
    name: activity.name,
    type: activity.type,
    startTime: toIso(activity.startTime),
    state,
    detail,
    stravaIds,
    attempts,
    retryAt: retryAt === null ? null : toIso(retryAt),
    updatedAt: toIso(updatedAt),
    garminUrl: garminPage(garminId),
    stravaUrls: stravaIds.map((id) => `${STRAVA_ACTIVITY_PAGE}${id}`),
  };
}
