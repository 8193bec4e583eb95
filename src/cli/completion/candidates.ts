import type { Argument, Command, Option } from 'commander';
import { optionsAt, placeAfter } from '../place.ts';

/** One thing that could be typed next. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What could be typed next: `files` leaves it to the shell, which knows them better. */
export type Offer = readonly Candidate[] | 'files';

/** Values that only the outside knows. */
export interface KnownValues {
  readonly activities: () => Promise<readonly Candidate[]>;
  readonly types: () => Promise<readonly string[]>;
}

/**
 * What could stand for the last of `words` (empty where a new word begins), by the commands themselves: what is not in
 * the help is not offered.
 */
export async function candidates(program: Command, words: readonly string[], known: KnownValues): Promise<Offer> {
  const last = words.at(-1) ?? '';
  const { command, option, position } = placeAfter(program, words.slice(0, -1));
  const [, name = '', begun = ''] = /^(--[\w-]+=)(.*)$/.exec(last) ?? [];
  if (name) {
    const named = optionsAt(command).find(({ long }) => `${long}=` === name);
    const offer = named ? fitting(await valuesOf(named, known), begun) : [];
    return offer === 'files' ? offer : offer.map((it) => ({ ...it, value: `${name}${it.value}` }));
  }
  if (last.startsWith('-')) return fitting(optionsAt(command).flatMap(asCandidate), last);
  if (option) return fitting(await valuesOf(option, known), last);
  const values = await argumentValues(command.registeredArguments[position], known);
  if (values === 'files') return values;
  const commands = command.commands.filter(isShown).map((it) => ({ value: it.name(), description: it.summary() }));
  return fitting([...commands, ...values], last);
}

function fitting(offer: Offer, begun: string): Offer {
  return offer === 'files' ? offer : offer.filter(({ value }) => value.startsWith(begun));
}

function asCandidate({ long, description }: Option): readonly Candidate[] {
  return long ? [{ value: long, description }] : [];
}

function isShown(command: Command): boolean {
  return !command.name().startsWith('_');
}

async function valuesOf({ argChoices, flags }: Option, { types }: KnownValues): Promise<Offer> {
  if (argChoices) return plain(argChoices);
  if (/<(file|folder)>$/.test(flags)) return 'files';
  return flags.includes('<types...>') ? plain(await types()) : [];
}

async function argumentValues(argument: Argument | undefined, known: KnownValues): Promise<Offer> {
  if (!argument) return [];
  if (argument.argChoices) return plain(argument.argChoices);
  if (argument.name() === 'file') return 'files';
  return argument.name() === 'id' ? known.activities() : [];
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}
