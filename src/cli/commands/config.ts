import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';

/** `config` and its sub-commands. */
export function configCommand(context: Context, exit: (code: ExitCode) => void): Command {
  return new Command('config')
    .summary('rules, titles, gear, notices: the config file')
    .description('Rules about what goes over, how it looks on Strava, and who is told when it stops.')
    .addCommand(
      new Command('edit').summary('open the file in your editor, and check it').action(async () => {
        const { editConfig } = await import('../config/run-config.ts');
        exit(await editConfig(context));
      }),
    )
    .addCommand(
      new Command('show')
        .summary('what is set, without secrets')
        .option('--json', 'print one JSON object')
        .action(async (flags) => {
          const { showConfig } = await import('../config/run-config.ts');
          exit(await showConfig(context, flags));
        }),
    )
    .addCommand(
      new Command('path').summary('where the file is').action(async () => {
        const { showConfigPath } = await import('../config/run-config.ts');
        exit(await showConfigPath(context));
      }),
    )
    .addCommand(
      new Command('check')
        .summary('is it right, and do notices arrive')
        .option('--tell', 'send a notice to every channel, and ping the heartbeat')
        .option('--json', 'print one JSON object')
        .action(async (flags) => {
          const { checkConfig } = await import('../config/run-config.ts');
          exit(await checkConfig(context, flags));
        }),
    );
}
