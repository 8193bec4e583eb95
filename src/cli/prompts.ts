import { UsageError } from '../sync/errors.ts';

export interface Question {
  readonly message: string;
  /** How to give the answer where nobody can be asked; a sentence. */
  readonly without: string;
  /** Says what is wrong with an answer; null for a good one. */
  readonly check?: (answer: string) => string | null;
  /** Takes the question back, e.g. because the answer came another way. */
  readonly signal?: AbortSignal;
}

export interface Choice<T extends string> {
  readonly value: T;
  readonly name: string;
  /** What stays on the screen once it is chosen. */
  readonly short?: string;
}

/** How a command asks a person. On a terminal by inquirer; in tests by a script; elsewhere not at all. */
export interface Prompts {
  text(question: Question): Promise<string>;
  /** The answer is never shown. */
  secret(question: Question): Promise<string>;
  choose<T extends string>(question: Question & { readonly choices: readonly Choice<T>[] }): Promise<T>;
  confirm(question: Question & { readonly standard: boolean }): Promise<boolean>;
}

/** For `--no-input` and where there is no terminal: each question ends the command and says what to do instead. */
export const NO_PROMPTS: Prompts = { text: refuse, secret: refuse, choose: refuse, confirm: refuse };

async function refuse({ message, without }: Question): Promise<never> {
  throw new UsageError({ message: `Nobody can be asked here: ${message.replace(/:$/, '.')}`, hint: without });
}
