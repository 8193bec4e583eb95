import { Command, Option } from 'commander';
import { HOLDS, LEDGER_STATES } from '../../sync/ledger.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { positiveNumber } from './numbers.ts';

type Exit = (code: ExitCode) => void;

const ID = 'its id or address at Garmin, or its address at Strava';
const HISTORY_ROWS = 20;

/** Commands about what the ledger knows, and about single activities. */
export function activityCommands(context: Context, exit: Exit): readonly Command[] {
  return [
    historyCommand(context, exit),
    whyCommand(context, exit),
    pushCommand(context, exit),
    retryCommand(context, exit),
    ignoreCommand(context, exit),
  ];
}

function historyCommand(context: Context, exit: Exit): Command {
  return new Command('history')
    .summary('what became of each activity')
    .addOption(new Option('--state <states...>', 'only those in these states').choices([...LEDGER_STATES, ...HOLDS]))
    .option('--since <when>', 'from this day on: 2026-11-01, 30d, 2w, 6m, 1y')
    .option('--until <when>', 'up to this day')
    .option('--type <types...>', 'only these Garmin types')
    .option('--limit <count>', 'at most this many, the newest ones', positiveNumber, HISTORY_ROWS)
    .option('--json', 'print one JSON object')
    .action(async (flags) => {
      const { runHistory } = await import('../activity/run-history.ts');
      exit(await runHistory(context, flags));
    });
}

function whyCommand(context: Context, exit: Exit): Command {
  return new Command('why')
    .summary('why an activity is, or is not, on Strava')
    .description('Goes through the decision step by step and shows what was compared. Changes nothing.')
    .argument('<id>', ID)
    .option('--fresh', 'look on Strava even where the ledger knows the answer')
    .option('--json', 'print one JSON object')
    .action(async (id: string, flags) => {
      const { runWhy } = await import('../activity/run-why.ts');
      exit(await runWhy(context, id, flags));
    });
}

function pushCommand(context: Context, exit: Exit): Command {
  return new Command('push')
    .summary('upload one activity now')
    .argument('<id>', ID)
    .option('--force', 'whatever ledger, rules and Strava say')
    .option('-y, --yes', 'do not ask before a second upload')
    .option('--no-input', 'never ask anything')
    .option('--json', 'print one JSON object')
    .action(async (id: string, flags) => {
      const { runPush } = await import('../activity/run-push.ts');
      exit(await runPush(context, id, flags));
    });
}

function retryCommand(context: Context, exit: Exit): Command {
  return new Command('retry')
    .summary('try again what has failed')
    .argument('[id]', `${ID}; without it, all that have failed`)
    .option('--later', 'leave it to the next run')
    .option('--no-input', 'never ask anything')
    .option('--json', 'print one JSON object')
    .action(async (id: string | undefined, flags) => {
      const { runRetry } = await import('../activity/run-retry.ts');
      exit(await runRetry(context, id, flags));
    });
}

function ignoreCommand(context: Context, exit: Exit): Command {
  return new Command('ignore')
    .summary('never upload an activity')
    .argument('<id>', ID)
    .option('--undo', 'let it be decided on again')
    .action(async (id: string, flags) => {
      const { runIgnore } = await import('../activity/run-ignore.ts');
      exit(await runIgnore(context, id, flags));
    });
}
