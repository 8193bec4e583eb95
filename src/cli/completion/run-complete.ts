import type { Command } from 'commander';
import { readHistory } from '../../sync/single/history.ts';
import { knownGarminTypes } from '../../sync/sport.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openLocalStore } from '../ports.ts';
import { oneLine } from '../present/columns.ts';
import { readSettings } from '../settings.ts';
import { type Candidate, candidates } from './candidates.ts';

/** As many as a person looks through. */
const RECENT = 30;
/** Nothing can have this name; the scripts know what it means. */
const FILES = '\tfiles';
const EVERYTHING = { range: { since: null, until: null }, states: [], types: [] };

/** What the scripts of `completion` ask. A shell in the middle of a line wants no error: then there is nothing to offer. */
export async function runComplete(context: Context, program: Command, words: readonly string[]): Promise<ExitCode> {
  const known = { activities: () => recentActivities(context), types: async () => knownGarminTypes() };
  const found = await candidates(program, words, known).catch(() => []);
  const lines = found === 'files' ? [FILES] : found.map(({ value, description }) => `${value}\t${description}`);
  context.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return EXIT.done;
}

/** Of this machine's ledger: a deployment's would take a second to ask. */
async function recentActivities(context: Context): Promise<readonly Candidate[]> {
  const { ledger } = openLocalStore(await readSettings(context.env), context);
  const { records } = await readHistory(ledger, { ...EVERYTHING, limit: RECENT });
  return records.map(({ garminId, activity }) => ({
    value: garminId,
    description: `${activity.startTimeLocal.slice(0, 10)} ${oneLine(activity.name ?? activity.type)}`,
  }));
}
