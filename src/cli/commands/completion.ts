import { Argument, Command } from 'commander';
import { SHELLS, type Shell } from '../completion/scripts.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** `completion`, and what its scripts ask. */
export function completionCommands(context: Context, exit: (code: ExitCode) => void): readonly Command[] {
  const completion = new Command('completion')
    .summary('let your shell complete commands and activity ids')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('../completion/scripts.ts');
      context.stdout.write(completionScript(shell));
      exit(EXIT.done);
    });
  const complete = new Command('__complete')
    .argument('[words...]')
    .allowUnknownOption()
    .action(async (words: readonly string[], _flags, command: Command) => {
      const { runComplete } = await import('../completion/run-complete.ts');
      if (command.parent) exit(await runComplete(context, command.parent, words));
    });
  return [completion, complete];
}
