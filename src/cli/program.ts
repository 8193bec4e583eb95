import { Command, CommanderError } from 'commander';
import { activityCommands } from './commands/activities.ts';
import { authCommand } from './commands/auth.ts';
import { completionCommands } from './commands/completion.ts';
import { configCommand } from './commands/config.ts';
import { demoCommand } from './commands/demo.ts';
import { deploymentCommands } from './commands/deployment.ts';
import { doctorCommand } from './commands/doctor.ts';
import { syncCommand } from './commands/sync.ts';
import { uiCommand } from './commands/ui.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, exitCodeOfError } from './exit-code.ts';
import { misuse } from './misuse.ts';
import { version } from './version.ts';

const DEBUG = '--debug';

const EXAMPLES = `Examples:
  $ garmin2strava demo              watch it work: real files, no account needed
  $ garmin2strava auth              connect Garmin and Strava
  $ garmin2strava sync --dry-run    show what a sync would do
  $ garmin2strava sync              bring new Garmin activities to Strava
  $ garmin2strava deploy            let AWS do that every minute
`;

/** Runs one command line and returns its exit code. Prints every error; throws none. */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  // A shell asks with every Tab.
  const isAsked = argv.includes(DEBUG) || Boolean(context.env.G2S_DEBUG);
  const isDebug = isAsked && argv[0] !== '__complete';
  return isDebug ? runLogged(withoutDebug(argv), context) : (await perform(argv, context)).code;
}

interface Performed {
  readonly code: ExitCode;
  /** What ended it, told already. */
  readonly error: unknown;
}

async function perform(argv: readonly string[], context: Context): Promise<Performed> {
  let code: ExitCode = EXIT.done;
  const program = buildProgram(context, (given) => {
    code = given;
  });
  try {
    if (argv.length === 0 && context.prompts) return { code: await openMenu(context), error: null };
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return { code, error: null };
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return { code: EXIT.done, error: null };
    const error = thrown instanceof CommanderError ? misuse(thrown, program, argv) : thrown;
    return { code: await explain(error, argv, context), error };
  }
}

/** The same, with a log of what it did and how it ended, whose place is told first: a run may hang, or be killed. */
async function runLogged(argv: readonly string[], context: Context): Promise<ExitCode> {
  const { openDebugLog } = await import('./debug/debug-log.ts');
  const log = await openDebugLog(context, argv);
  context.stderr.write(log ? `Log: ${log.path}\n` : 'The log cannot be written.\n');
  const { code, error } = await perform(argv, { ...context, env: { ...context.env, G2S_DEBUG: '1' } });
  await log?.finish(code, error);
  return code;
}

/** It may stand anywhere, so commands need not know of it. */
function withoutDebug(argv: readonly string[]): readonly string[] {
  return argv.filter((word) => word !== DEBUG);
}

/** What stands there for a person who types nothing but the name. */
async function openMenu(context: Context): Promise<ExitCode> {
  const { runMenu } = await import('./menu/run-menu.ts');
  return runMenu(context);
}

function buildProgram(context: Context, exit: (code: ExitCode) => void): Command {
  const program = new Command('garmin2strava')
    .description('Brings every Garmin activity to Strava.')
    .version(version(), '-V, --version')
    .option(DEBUG, 'write a log without secrets, and say where it is')
    .addHelpText('before', EXAMPLES)
    .addCommand(authCommand(context, exit))
    .addCommand(configCommand(context, exit))
    .addCommand(syncCommand(context, exit))
    .addCommand(doctorCommand(context, exit))
    .addCommand(uiCommand(context, exit))
    .addCommand(demoCommand(context, exit));
  for (const command of activityCommands(context, exit)) program.addCommand(command);
  for (const command of deploymentCommands(context, exit)) program.addCommand(command);
  for (const command of completionCommands(context, exit))
    program.addCommand(command, { hidden: command.name().startsWith('_') });
  for (const command of family(program)) {
    if (!command.description()) command.description(`${command.summary().replace(/^./, (it) => it.toUpperCase())}.`);
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // Errors are told by `explain`, in the form that all of them have.
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHelpWidth: () => context.stdout.columns ?? 100,
    });
  }
  return program;
}

function family(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(family)];
}

async function explain(
  error: unknown,
  argv: readonly string[],
  { env, stdout, stderr, signal }: Context,
): Promise<ExitCode> {
  if (signal.aborted || (error instanceof Error && error.name === 'ExitPromptError')) {
    stderr.write('Interrupted. Nothing is lost: run the same command again.\n');
    return EXIT.interrupted;
  }
  const { errorView } = await import('./present/error-view.ts');
  const { painter } = await import('./present/style.ts');
  const { columnsOf } = await import('./present/columns.ts');
  stderr.write(errorView(error, painter(stderr, env), { debug: Boolean(env.G2S_DEBUG), columns: columnsOf(stderr) }));
  if (argv.includes('--json')) {
    const { errorJson, noSyncJson } = await import('./present/sync-json.ts');
    const dryRun = argv.includes('--dry-run') || argv.includes('-n');
    stdout.write(argv[0] === 'sync' ? noSyncJson(error, { dryRun }) : errorJson(error));
  }
  return exitCodeOfError(error);
}
