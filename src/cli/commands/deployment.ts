import { Command, InvalidArgumentError, Option } from 'commander';
import { DAY, HOUR, MINUTE } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';

type Exit = (code: ExitCode) => void;

const EXAMPLES = `Examples:
  $ garmin2strava deploy --region eu-central-1 --dry-run    show the plan
  $ garmin2strava deploy --region eu-central-1              carry it out
  $ garmin2strava status                                    how it is doing
`;

/** Days for which CloudWatch can keep a log (API reference of PutRetentionPolicy). */
const RETENTIONS = ['1', '3', '5', '7', '14', '30', '60', '90', '120', '150', '180', '365', '400', '545', '731'];

/** `deploy` and every command about what is deployed. */
export function deploymentCommands(context: Context, exit: Exit): readonly Command[] {
  return [
    deployCommand(context, exit),
    statusCommand(context, exit),
    logsCommand(context, exit),
    invokeCommand(context, exit),
    runningCommand('pause', context, exit),
    runningCommand('resume', context, exit),
    destroyCommand(context, exit),
  ];
}

function deployCommand(context: Context, exit: Exit): Command {
  return new Command('deploy')
    .summary('run it on AWS, every minute')
    .description('Shows what would be created or changed on AWS, asks, and does it. Run it again to update.')
    .option('--region <region>', 'AWS region (default: where it is deployed, else AWS_REGION)')
    .option('--name <name>', 'tells several deployments of one account apart (default: garmin2strava)', deploymentName)
    .option('--interval <minutes>', 'minutes between two runs (default: as it is, at first 1)', minutesBetween)
    .addOption(
      new Option('--retention <days>', 'how long the log is kept (default: as it is, at first 14)').choices(RETENTIONS),
    )
    .option('--rollback', 'go back to the code before the running one')
    .option('-n, --dry-run', 'show the plan and stop')
    .option('-y, --yes', 'go ahead without being asked')
    .option('--no-input', 'never ask anything')
    .option('--json', 'print one JSON object')
    .addHelpText('before', EXAMPLES)
    .action(async ({ retention, ...flags }) => {
      const { runDeploy } = await import('../aws/run-deploy.ts');
      exit(await runDeploy(context, { ...flags, ...(retention && { retention: Number(retention) }) }));
    });
}

function statusCommand(context: Context, exit: Exit): Command {
  return new Command('status')
    .summary('how the deployment is doing')
    .option('--json', 'print one JSON object')
    .action(async (flags) => {
      const { showStatus } = await import('../aws/show-deployment.ts');
      exit(await showStatus(context, flags));
    });
}

function logsCommand(context: Context, exit: Exit): Command {
  return new Command('logs')
    .summary('what the runs on AWS did, a line each')
    .addOption(
      new Option('--since <time>', 'from this long ago on: 30m, 6h, 2d').argParser(timeAgo).default(HOUR, '1h'),
    )
    .addOption(new Option('-f, --follow', 'go on showing until Ctrl-C').conflicts('json'))
    .option('--json', 'print one JSON object')
    .action(async (flags) => {
      const { showLogs } = await import('../aws/show-logs.ts');
      exit(await showLogs(context, flags));
    });
}

function invokeCommand(context: Context, exit: Exit): Command {
  return new Command('invoke')
    .summary('start one run on AWS now')
    .option('-n, --dry-run', 'let it tell what it would do')
    .option('--json', "print the function's answer")
    .action(async (flags) => {
      const { runInvoke } = await import('../aws/run-invoke.ts');
      exit(await runInvoke(context, flags));
    });
}

function runningCommand(name: 'pause' | 'resume', context: Context, exit: Exit): Command {
  return new Command(name)
    .summary(name === 'pause' ? 'stop the runs on AWS for a while' : 'let the runs on AWS go on')
    .action(async () => {
      const { setRunning } = await import('../aws/show-deployment.ts');
      exit(await setRunning(context, name === 'resume'));
    });
}

function destroyCommand(context: Context, exit: Exit): Command {
  return new Command('destroy')
    .summary('take the deployment down; the table stays')
    .description('Removes what deploy made, the schedule first, and brings credentials and ledger back here.')
    .option('--delete-data', 'delete the table too')
    .option('-y, --yes', 'go ahead without being asked')
    .option('--no-input', 'never ask anything')
    .action(async (flags) => {
      const { runDestroy } = await import('../aws/run-destroy.ts');
      exit(await runDestroy(context, flags));
    });
}

function deploymentName(text: string): string {
  if (!/^[a-z][a-z0-9-]{2,31}$/.test(text)) {
    throw new InvalidArgumentError('Give 3 to 32 small letters, digits and hyphens, a letter first.');
  }
  return text;
}

function minutesBetween(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text) || Number(text) > DAY / MINUTE) {
    throw new InvalidArgumentError('Give whole minutes, from 1 to 1440.');
  }
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY };

function timeAgo(text: string): number {
  const [, count, unit = ''] = /^([1-9]\d*)([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new InvalidArgumentError('Give minutes, hours or days: 30m, 6h, 2d.');
  return Number(count) * (UNITS[unit] ?? MINUTE);
}
