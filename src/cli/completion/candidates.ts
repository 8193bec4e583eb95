import type { Argument, Command, Option } from 'commander';

/** One thing that could be typed next. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Values that only the outside knows. */
export interface KnownValues {
  readonly activities: () => Promise<readonly Candidate[]>;
  readonly types: () => Promise<readonly string[]>;
}

/**
 * What could stand for the last of `words` (empty where a new word begins), by the commands themselves: what is not in
 * the help is not offered.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  known: KnownValues,
): Promise<readonly Candidate[]> {
  const last = words.at(-1) ?? '';
  const { command, option, position } = walk(program, words.slice(0, -1));
  const fitting = (all: readonly Candidate[]) => all.filter(({ value }) => value.startsWith(last));
  if (option && !last.startsWith('-')) return fitting(await valuesOf(option, known));
  if (last.startsWith('-')) return fitting(optionsOf(command));
  const commands = command.commands.filter(isShown).map((it) => ({ value: it.name(), description: it.summary() }));
  return fitting([...commands, ...(await argumentValues(command.registeredArguments[position], known))]);
}

interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly option: Option | null;
  /** How many arguments of the command stand there already. */
  readonly position: number;
}

function walk(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, option: null, position: 0 };
  for (const word of words) place = step(place, word);
  return place;
}

function step({ command, option, position }: Place, word: string): Place {
  if (word.startsWith('-')) {
    const found = command.options.find((it) => it.long === word || it.short === word);
    return { command, option: found && (found.required || found.optional) ? found : null, position };
  }
  // A list goes on until another option begins.
  if (option) return { command, option: option.variadic ? option : null, position };
  const child = command.commands.find((it) => it.name() === word);
  return child ? { command: child, option: null, position: 0 } : { command, option, position: position + 1 };
}

function optionsOf(command: Command): readonly Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ value: long, description }] : []));
}

function isShown(command: Command): boolean {
  return !command.name().startsWith('_');
}

async function valuesOf({ argChoices, flags }: Option, { types }: KnownValues): Promise<readonly Candidate[]> {
  if (argChoices) return plain(argChoices);
  return flags.includes('<types...>') ? plain(await types()) : [];
}

async function argumentValues(argument: Argument | undefined, known: KnownValues): Promise<readonly Candidate[]> {
  if (!argument) return [];
  if (argument.argChoices) return plain(argument.argChoices);
  return argument.name() === 'id' ? known.activities() : [];
}

function plain(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value, description: '' }));
}
