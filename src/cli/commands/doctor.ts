import { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';

export function doctorCommand(context: Context, exit: (code: ExitCode) => void): Command {
  return new Command('doctor')
    .summary('check everything, and what heals it')
    .description('Checks this machine, both accounts, the quota and the deployment. Changes nothing.')
    .option('--json', 'print one JSON object')
    .action(async (flags) => {
      const { runDoctor } = await import('../doctor/run-doctor.ts');
      exit(await runDoctor(context, flags));
    });
}
