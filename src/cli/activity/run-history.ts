import { type HistoryFilter, readHistory } from '../../sync/single/history.ts';
import type { Context } from '../context.ts';
import { parseRange } from '../dates.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteUnknownTypes } from '../note.ts';
import { openStore } from '../ports.ts';
import { historyJson, historyView } from '../present/history-view.ts';
import { lookOf } from '../present/style.ts';
import { readSettings } from '../settings.ts';

export interface HistoryFlags {
  readonly state?: HistoryFilter['states'];
  readonly since?: string;
  readonly until?: string;
  readonly type?: readonly string[];
  readonly limit: number;
  readonly json?: true;
}

/** `garmin2strava history`. @throws ToolError */
export async function runHistory(context: Context, flags: HistoryFlags): Promise<ExitCode> {
  const { clock, env, stdout } = context;
  noteUnknownTypes(context, flags.type ?? []);
  const { ledger } = await openStore(await readSettings(env), context);
  const since = flags.since === 'all' ? undefined : flags.since;
  const page = await readHistory(ledger, {
    range: parseRange({ since, until: flags.until }, clock.now()),
    states: flags.state ?? [],
    types: flags.type ?? [],
    limit: flags.limit,
  });
  const isFiltered = [flags.state, flags.type, flags.since, flags.until].some((it) => it !== undefined);
  stdout.write(flags.json ? historyJson(page) : historyView(page, lookOf(context), { isFiltered }));
  return EXIT.done;
}
