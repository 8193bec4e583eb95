import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';

const EXAMPLES = `Examples:
  $ garmin2strava demo            a dry run, a sync and a second sync
  $ garmin2strava demo --serve    keep the stand-ins, to try every command
`;

export interface DemoFlags {
  readonly serve?: true;
}

export function demoCommand(context: Context, exit: (code: ExitCode) => void): Command {
  return new Command('demo')
    .summary('watch it work: real files, no account needed')
    .description('Syncs real FIT files between stand-ins of Garmin and Strava on this machine, over real HTTP.')
    .option('--serve', 'start the stand-ins only, and say how to use them')
    .addHelpText('before', EXAMPLES)
    .action(async (flags: DemoFlags) => {
      const { runDemo } = await import('../run-demo.ts');
      exit(await runDemo(context, flags));
    });
}
