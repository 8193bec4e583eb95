import { Argument, Command, Option } from 'commander';
import type { Service } from '../../sync/errors.ts';
import { STANDARD_PORT } from '../auth/standard-port.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import { portNumber } from './numbers.ts';

const EXAMPLES = `Examples:
  $ garmin2strava auth                        connect both, step by step
  $ garmin2strava auth strava --no-browser    over SSH: paste the answer
  $ garmin2strava auth garmin --way account   by e-mail and password, not by key
  $ garmin2strava auth status                 who is connected, until when
  $ garmin2strava auth export --plain | ssh host garmin2strava auth import
`;

type Exit = (code: ExitCode) => void;

export function authCommand(context: Context, exit: Exit): Command {
  const auth = new Command('auth')
    .summary('connect Garmin and Strava')
    .description('Connects Garmin and Strava and keeps the logins on this machine.')
    .addOption(browserOption())
    .addOption(portOption())
    .addOption(inputOption())
    .addHelpText('before', EXAMPLES)
    .action(async (flags) => {
      const { connectBoth } = await import('../auth/run-auth.ts');
      exit(await connectBoth(context, flags));
    });
  return auth
    .addCommand(garminCommand(context, exit))
    .addCommand(stravaCommand(context, exit))
    .addCommand(statusCommand(context, exit))
    .addCommand(logoutCommand(context, exit))
    .addCommand(exportCommand(context, exit))
    .addCommand(importCommand(context, exit));
}

function garminCommand(context: Context, exit: Exit): Command {
  return new Command('garmin')
    .summary('connect Garmin, by Personal API key or account')
    .addOption(new Option('--way <way>', 'how to connect (default: asks; key)').choices(['key', 'account', 'ticket']))
    .option('--tokens <file>', "take over python-garminconnect's garmin_tokens.json")
    .addOption(
      new Option('--domain <domain>', 'where the account lives (default: as before, at first garmin.com)').choices([
        'garmin.com',
        'garmin.cn',
      ]),
    )
    .option('--expires <when>', 'when the key ends: 2027-11-24 or 365d')
    .addOption(browserOption())
    .addOption(inputOption())
    .action(async (_flags, command: Command) => {
      const { connectGarminOnly } = await import('../auth/run-auth.ts');
      exit(await connectGarminOnly(context, flagsOf(command)));
    });
}

function stravaCommand(context: Context, exit: Exit): Command {
  return new Command('strava')
    .summary('connect Strava, with an API app of your own')
    .addOption(browserOption())
    .addOption(portOption())
    .addOption(inputOption())
    .action(async (_flags, command: Command) => {
      const { connectStravaOnly } = await import('../auth/run-auth.ts');
      exit(await connectStravaOnly(context, flagsOf(command)));
    });
}

function statusCommand(context: Context, exit: Exit): Command {
  return new Command('status')
    .summary('who is connected, until when, how well')
    .option('--json', 'print one JSON object')
    .action(async (flags) => {
      const { showAuthStatus } = await import('../auth/auth-status.ts');
      exit(await showAuthStatus(context, flags));
    });
}

function logoutCommand(context: Context, exit: Exit): Command {
  return new Command('logout')
    .summary('end the logins and delete them here')
    .addArgument(new Argument('[service]', 'only this one').choices(['garmin', 'strava']))
    .option('-y, --yes', 'do not ask')
    .addOption(inputOption())
    .action(async (service: Service | undefined, _flags, command: Command) => {
      const { logOut } = await import('../auth/auth-logout.ts');
      const { openAuth } = await import('../auth/auth-session.ts');
      const flags = flagsOf<{ input: boolean; yes?: true }>(command);
      exit(await logOut(await openAuth(context, flags), service ? [service] : ['strava', 'garmin'], flags));
    });
}

function exportCommand(context: Context, exit: Exit): Command {
  return new Command('export')
    .summary('print the credentials, sealed with a pass phrase')
    .option('--plain', 'unprotected, for a pipe that is protected itself')
    .addOption(inputOption())
    .action(async (_flags, command: Command) => {
      const { exportCredentials } = await import('../auth/auth-transfer.ts');
      const { openAuth } = await import('../auth/auth-session.ts');
      const flags = flagsOf<{ input: boolean; plain?: true }>(command);
      exit(await exportCredentials(await openAuth(context, flags), context, flags));
    });
}

function importCommand(context: Context, exit: Exit): Command {
  return new Command('import')
    .summary('take over an export, from a file or a pipe')
    .argument('[file]', 'the export; without it, standard input')
    .option('-y, --yes', 'replace what is stored without asking')
    .addOption(inputOption())
    .action(async (file: string | undefined, _flags, command: Command) => {
      const { importCredentials } = await import('../auth/auth-transfer.ts');
      const { openAuth } = await import('../auth/auth-session.ts');
      const flags = flagsOf<{ input: boolean; yes?: true }>(command);
      exit(await importCredentials(await openAuth(context, flags), file, flags));
    });
}

/** `auth` and its sub-commands share some options; where one stands on the line makes no difference. */
function flagsOf<T>(command: Command): T {
  return command.optsWithGlobals<T & Record<string, unknown>>();
}

function browserOption(): Option {
  return new Option('--no-browser', 'open no browser: print the address and take the pasted answer');
}

function portOption(): Option {
  return new Option('--port <port>', 'port on localhost that Strava sends the browser back to')
    .argParser(portNumber)
    .default(STANDARD_PORT);
}

function inputOption(): Option {
  return new Option('--no-input', 'never ask anything');
}
