import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { collectCredentials } from '../../sync/accounts/credential-bundle.ts';
import { openBundle, plainBundle, sealBundle } from '../../sync/accounts/sealed-bundle.ts';
import { overwrite } from '../../sync/documents.ts';
import { AuthRequiredError, UsageError } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { AuthSession } from './auth-session.ts';

const WITHOUT = 'Set G2S_PASSPHRASE or G2S_PASSPHRASE_FILE.';
const SHORTEST = 8;

/** `auth export`: the profile's credentials on stdout, sealed with a pass phrase unless told otherwise. */
export async function exportCredentials(
  session: AuthSession,
  { stdout }: Pick<Context, 'stdout'>,
  { plain }: { readonly plain?: true },
): Promise<ExitCode> {
  const { settings, store, randomBytes, say } = session;
  if (plain && stdout.isTTY) throw wouldShowSecrets();
  const bundle = await collectCredentials(settings, store.documents);
  if (Object.keys(bundle).length === 0) throw nothingToExport();
  stdout.write(plain ? plainBundle(bundle) : await sealBundle(bundle, await newPassPhrase(session), randomBytes));
  say('Use it on one machine: a login whose token changes with each use has room for one owner only.');
  return EXIT.done;
}

/** `auth import`: takes over an export from a file or a pipe. */
export async function importCredentials(
  session: AuthSession,
  file: string | undefined,
  { yes }: { readonly yes?: true },
): Promise<ExitCode> {
  const { settings, store, tell } = session;
  const bundle = await openBundle(await read(session, file), () => passPhrase(session, 'Pass phrase:'));
  const present = await storedNames(session, Object.keys(bundle));
  if (present > 0 && !yes && !(await confirmReplacing(session))) {
    tell('Nothing was changed.');
    return EXIT.done;
  }
  for (const [name, value] of Object.entries(bundle)) await overwrite(store.documents, name, value);
  tell(`Imported into profile ${settings.profile}. \`garmin2strava auth status\` shows it.`);
  return EXIT.done;
}

async function read({ stdin, canAsk }: AuthSession, file: string | undefined): Promise<string> {
  if (file === undefined && canAsk) {
    throw new UsageError({
      message: 'There is nothing to import.',
      hint: 'Name the file, `garmin2strava auth import <file>`, or pipe the export in.',
    });
  }
  if (file === undefined) return text(stdin);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError({ message: `The export cannot be read: ${file}`, hint: 'Check the path.', cause });
  });
}

async function storedNames({ store }: AuthSession, names: readonly string[]): Promise<number> {
  const found = await Promise.all(names.map((name) => store.documents.read(name)));
  return found.filter((document) => document !== null).length;
}

function confirmReplacing({ prompts, settings }: AuthSession): Promise<boolean> {
  return prompts.confirm({
    message: `Replace the credentials of profile ${settings.profile}?`,
    standard: false,
    without: 'Add --yes to replace the credentials that are stored.',
  });
}

async function newPassPhrase(session: AuthSession): Promise<string> {
  const first = await passPhrase(session, 'New pass phrase for the export:');
  if (session.settings.passPhrase !== null) return first;
  await session.prompts.secret({
    message: 'The same again:',
    without: WITHOUT,
    check: (it) => (it === first ? null : 'That is not the same.'),
  });
  return first;
}

async function passPhrase({ settings, prompts }: AuthSession, message: string): Promise<string> {
  const check = (it: string) => (it.length >= SHORTEST ? null : `Use ${SHORTEST} characters or more.`);
  const given = settings.passPhrase;
  if (given === null) return prompts.secret({ message, without: WITHOUT, check });
  const problem = check(given);
  if (problem) throw new UsageError({ message: `G2S_PASSPHRASE is too short. ${problem}`, hint: WITHOUT });
  return given;
}

function wouldShowSecrets(): UsageError {
  return new UsageError({
    message: '--plain would show the secrets on the screen.',
    hint: 'Pipe it on: `garmin2strava auth export --plain | ssh <host> garmin2strava auth import`.',
  });
}

function nothingToExport(): AuthRequiredError {
  return new AuthRequiredError('garmin', 'MISSING', {
    message: 'Nothing is connected yet, so there is nothing to export.',
    hint: 'Run `garmin2strava auth`.',
  });
}
