import type { Command, CommanderError } from 'commander';
import { oftenWanted } from '../sync/config/often-wanted.ts';
import { UsageError } from '../sync/errors.ts';
import { didYouMean, nearest } from '../sync/nearest.ts';
import { fullName, placeAfter } from './place.ts';

/** What commander says of a word that it takes for an argument, and of one after `help`. */
const MAY_BE_STRAY: ReadonlySet<string> = new Set(['commander.excessArguments', 'commander.help']);

/** Commander's words in the form that every error has here, with what was meant and the help of the very command. */
export function misuse({ message, code }: CommanderError, program: Command, argv: readonly string[]): UsageError {
  const { command } = placeAfter(program, argv);
  const [line = '', ...suggestion] = message.replace(/^error: (command-argument )?/, '').split('\n');
  const stray = MAY_BE_STRAY.has(code) ? strayWord(program, argv) : null;
  const names = command.commands.map((it) => it.name());
  const problem = stray === null ? problemOf(code, line, command) : `unknown command '${stray}'`;
  const guess = stray === null ? didYouMean(meantChoices(line)) : didYouMean(nearest(stray, names));
  const proposed = whyInVain(line) || guess || suggestion.join(' ').replace(/^\((.*)\)$/, '$1');
  return new UsageError({
    message: sentence(problem),
    hint: [proposed, `See \`${fullName(command)} --help\`.`].filter(Boolean).join(' '),
  });
}

/** Commander's own text for a group of commands that is called alone is a placeholder for its help. */
function problemOf(code: string, line: string, command: Command): string {
  if (code !== 'commander.help') return line;
  return `'${fullName(command)}' wants one of its commands: ${command.commands.map((it) => it.name()).join(', ')}`;
}

/** A command that has sub-commands takes no arguments: what stands there was to be one of them. */
function strayWord(program: Command, argv: readonly string[]): string | null {
  const words = argv.filter((word) => word !== 'help');
  const at = words.findIndex((_word, index) => {
    const { command, position } = placeAfter(program, words.slice(0, index + 1));
    return position > 0 && command.commands.length > 0;
  });
  return words[at] ?? null;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/\.?$/, '.');
}

/** An option that people look for and no tool could have, such as `--private`. */
function whyInVain(line: string): string {
  const [, option] = /^unknown option '--([\w-]+)/.exec(line) ?? [];
  const answer = option === undefined ? null : oftenWanted(option);
  return answer === null ? '' : sentence(`--${option} ${answer}`);
}

/** Commander proposes commands and options, but no values: `argument 'acount' is invalid. Allowed choices are key, account.` */
function meantChoices(line: string): readonly string[] {
  const [, given = '', choices = ''] =
    /(?:argument|value) '(.*)' is invalid.* Allowed choices are (.*)\.$/.exec(line) ?? [];
  return nearest(given, choices.split(', '));
}
