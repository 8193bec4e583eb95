import { Command, Option } from 'commander';
import { RULES, type Rule } from '../../sync/rules.ts';
import type { Choice } from '../../sync/single/chosen.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { positiveNumber } from './numbers.ts';

export interface SyncFlags {
  readonly dryRun?: true;
  readonly since?: string;
  readonly until?: string;
  /** What the options that stand for rules say, by the rule's name. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** Just these activities; for the commands about single ones. */
  readonly only?: Choice;
  readonly limit?: number;
  /** As the config file says, or `skip`, where it is left out. */
  readonly onLikelyDuplicate?: 'skip' | 'upload';
  /** A folder with recordings instead of Garmin Connect. */
  readonly from?: string;
  readonly wait?: true;
  readonly watch?: true;
  readonly yes?: true;
  readonly input: boolean;
  readonly json?: true;
  readonly detailedExitcode?: true;
}

const EXAMPLES = `Examples:
  $ garmin2strava sync --dry-run             show the plan, change nothing
  $ garmin2strava sync                       bring over what is new
  $ garmin2strava sync --since 2026-11-01    everything from that day on
  $ garmin2strava sync --type running        runs only
  $ garmin2strava sync --json                for scripts
`;

const EXIT_CODES = `
Exit codes:
  0  done, or nothing to do        4  authentication needed
  1  unexpected                    5  rate limited, safe to run again
  2  the plan has work             6  Strava app inactive (subscription)
     (--detailed-exitcode)        64  usage
  3  some activities failed      130  interrupted
`;

export function syncCommand(context: Context, exit: (code: ExitCode) => void): Command {
  const command = new Command('sync')
    .summary('bring new Garmin activities to Strava')
    .description('Compares Garmin with Strava, shows the plan and carries it out.')
    .option('-n, --dry-run', 'show the plan and stop')
    .option(
      '--since <when>',
      'from this day on: 2026-11-01, 30d, 2w, 6m, 1y, or all (default: what is new, at first 7d; of a folder: all)',
    )
    .option('--until <when>', 'up to this day')
    .option('--from <folder>', "take FIT files from a folder, such as a watch's GARMIN/Activity")
    .option('--limit <count>', 'at most this many uploads, the newest ones', positiveNumber)
    .addOption(
      new Option(
        '--on-likely-duplicate <action>',
        'for an activity that overlaps one on Strava (default: skip)',
      ).choices(['skip', 'upload']),
    )
    .option('--wait', "go on by itself when Strava's quota is used up (on a terminal it does)")
    .option('--watch', 'look every minute until Ctrl-C, on this machine')
    .option('-y, --yes', 'do not ask before a large upload')
    .option('--no-input', 'never ask anything')
    .option('--json', 'print one JSON object')
    .option('--detailed-exitcode', 'exit with 2 when a dry run finds work')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_CODES);
  for (const option of ruleOptions()) command.addOption(option);
  return command.action(async (flags: Omit<SyncFlags, 'rules'>) => {
    const given = { ...flags, rules: rulesAmong(command) };
    if (flags.watch) {
      const { runWatch } = await import('../run-watch.ts');
      exit(await runWatch(context, given));
    } else {
      const { runSync } = await import('../run-sync.ts');
      exit(await runSync(context, given));
    }
  });
}

function ruleOptions(): readonly Option[] {
  return Object.entries<Rule>(RULES).flatMap(([name, { option }]) => {
    if (option === null) return [];
    const value = option.placeholder === null ? '' : ` <${option.placeholder}>`;
    return [new Option(`--${name}${value}`, option.help).helpGroup('Rules:')];
  });
}

function rulesAmong(command: Command): Readonly<Record<string, unknown>> {
  const given = command.options.filter((option) => isRuleOption(option));
  const values = given.map((option) => [option.name(), command.getOptionValue(option.attributeName())] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function isRuleOption(option: Option): boolean {
  return Object.entries<Rule>(RULES).some(([name, rule]) => rule.option !== null && name === option.name());
}
