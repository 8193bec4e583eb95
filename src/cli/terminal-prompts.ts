import type { Prompts, Question } from './prompts.ts';

/** So many choices are shown at once. */
const PAGE = 15;

interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on the terminal. Questions go to stderr, so that results can be piped on; inquirer is loaded with the first one.
 * Ctrl-C throws inquirer's `ExitPromptError`, a question taken back its `AbortPromptError`.
 */
export function terminalPrompts(streams: () => Streams): Prompts {
  const ask = async (question: object, { message, signal }: Question): Promise<unknown> => {
    const { default: inquirer } = await import('inquirer');
    const prompt = inquirer.createPromptModule({ ...streams(), ...(signal && { signal }) });
    const answers: { readonly answer?: unknown } = await prompt([{ ...question, message, name: 'answer' } as never]);
    return answers.answer;
  };
  return {
    text: async (question) => trimmed(await ask({ type: 'input', validate: validator(question) }, question)),
    secret: async (question) =>
      trimmed(await ask({ type: 'password', mask: '*', validate: validator(question) }, question)),
    confirm: async (question) => (await ask({ type: 'confirm', default: question.standard }, question)) === true,
    async choose(question) {
      const { choices } = question;
      const answer = await ask({ type: 'select', choices, pageSize: PAGE }, question);
      const chosen = choices.find(({ value }) => value === answer);
      if (!chosen) throw new Error(`No such choice: ${String(answer)}`);
      return chosen.value;
    },
  };
}

function validator({ check }: Question): (answer: string) => true | string {
  return (answer) => check?.(answer.trim()) ?? true;
}

/** Pasted texts bring spaces and line breaks along. */
function trimmed(answer: unknown): string {
  return String(answer).trim();
}
