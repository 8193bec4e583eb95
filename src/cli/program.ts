import { Command, CommanderError } from 'commander';
import { authCommand } from './commands/auth.ts';
import { demoCommand } from './commands/demo.ts';
import { syncCommand } from './commands/sync.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode, exitCodeOfError } from './exit-code.ts';
import { version } from './version.ts';

const EXAMPLES = `Examples:
  $ garmin2strava demo              watch it work: real files, no account needed
  $ garmin2strava auth              connect Garmin and Strava
  $ garmin2strava sync --dry-run    show what a sync would do
  $ garmin2strava sync              bring new Garmin activities to Strava
`;

/** Runs one command line and returns its exit code. Prints every error; throws none. */
export async function run(argv: readonly string[], context: Context): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.done;
  const program = buildProgram(context, (code) => {
    exitCode = code;
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return explain(error, argv, context);
  }
}

function buildProgram(context: Context, exit: (code: ExitCode) => void): Command {
  const program = new Command('garmin2strava')
    .description('Brings every Garmin activity to Strava.')
    .version(version(), '-V, --version')
    .addHelpText('before', EXAMPLES)
    .addCommand(authCommand(context, exit))
    .addCommand(syncCommand(context, exit))
    .addCommand(demoCommand(context, exit))
    .showHelpAfterError('Run it with --help to see what it takes.');
  for (const command of family(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
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
    const { errorJson } = await import('./present/sync-json.ts');
    stdout.write(errorJson(error));
  }
  return exitCodeOfError(error);
}
