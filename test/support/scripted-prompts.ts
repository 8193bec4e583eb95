import type { Prompts, Question } from '../../src/cli/prompts.ts';

/** One answer, for the question whose text fits; an Error is thrown as Ctrl-C would. */
export interface ScriptedAnswer {
  readonly asks: RegExp;
  readonly answer: string | boolean | Error;
}

/** What a person of a test types. Each question must be the next one of the script, and each answer must pass its check. */
export function scriptedPrompts(script: readonly ScriptedAnswer[]): Prompts & { readonly left: () => number } {
  const left = [...script];
  const next = ({ message, check }: Question): string | boolean => {
    const step = left.shift();
    if (!step?.asks.test(message)) throw new Error(`Nobody expected the question: ${message}`);
    if (step.answer instanceof Error) throw step.answer;
    const problem = typeof step.answer === 'string' ? check?.(step.answer) : null;
    if (problem) throw new Error(`"${message}" does not take the answer: ${problem}`);
    return step.answer;
  };
  return {
    left: () => left.length,
    text: async (question) => String(next(question)),
    secret: async (question) => String(next(question)),
    confirm: async (question) => next(question) === true,
    async choose(question) {
      const answer = next(question);
      const found = question.choices.find(({ value }) => value === answer);
      if (!found) throw new Error(`"${question.message}" has no choice ${answer}`);
      return found.value;
    },
  };
}
