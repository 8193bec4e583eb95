import type { Command, Option } from 'commander';

/** Where a command line stands after some of its words. */
export interface Place {
  readonly command: Command;
  /** The option whose value comes next. */
  readonly option: Option | null;
  /** How many arguments of the command stand there already. */
  readonly position: number;
}

/** Reads words as commander does, without minding what is wrong with them. */
export function placeAfter(program: Command, words: readonly string[]): Place {
  let place: Place = { command: program, option: null, position: 0 };
  for (const word of words) place = step(place, word);
  return place;
}

/** What may stand after a command: its own options and those of the commands that it belongs to. */
export function optionsAt(command: Command): readonly Option[] {
  const own = command.createHelp().visibleOptions(command);
  const names = new Set(own.map(({ long }) => long));
  const shared = command.parent ? optionsAt(command.parent).filter(({ long }) => !names.has(long)) : [];
  return [...own, ...shared.filter(({ long }) => long !== '--version')];
}

/** As it is typed: `garmin2strava auth garmin`. */
export function fullName(command: Command): string {
  return command.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();
}

function step({ command, option, position }: Place, word: string): Place {
  if (word.startsWith('-')) {
    const found = optionsAt(command).find((it) => it.long === word || it.short === word);
    return { command, option: found && (found.required || found.optional) ? found : null, position };
  }
  // A list goes on until another option begins.
  if (option) return { command, option: option.variadic ? option : null, position };
  const child = command.commands.find((it) => it.name() === word);
  return child ? { command: child, option: null, position: 0 } : { command, option, position: position + 1 };
}
