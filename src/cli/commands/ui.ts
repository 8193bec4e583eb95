import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { portNumber } from './numbers.ts';

const EXAMPLES = `Examples:
  $ garmin2strava ui                             open it in the browser
  $ garmin2strava ui --no-browser --port 8080    print its address only
`;

export interface UiFlags {
  readonly port?: number;
  readonly browser: boolean;
}

export function uiCommand(context: Context, exit: (code: ExitCode) => void): Command {
  return new Command('ui')
    .summary('see and steer it in the browser')
    .description('Serves a dashboard on this machine only: timeline, quota, logins, the plan. Ctrl-C ends it.')
    .option('--port <port>', 'port on 127.0.0.1 (default: any that is free)', portNumber)
    .option('--no-browser', 'print the address instead of opening it')
    .addHelpText('before', EXAMPLES)
    .action(async (flags: UiFlags) => {
      const { runUi } = await import('../ui/run-ui.ts');
      exit(await runUi(context, flags));
    });
}
