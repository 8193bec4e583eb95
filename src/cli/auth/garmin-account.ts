import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { overwrite } from '../../sync/documents.ts';
import { AuthRequiredError, RateLimitedError, UsageError } from '../../sync/errors.ts';
import {
  type AccountLoginOptions,
  adoptTokens,
  signInWithPassword,
  signInWithTicket,
} from '../../sync/garmin/account/account-login.ts';
import { DI_CLIENT_IDS } from '../../sync/garmin/account/di-tokens.ts';
import { browserSignInUrl } from '../../sync/garmin/account/sign-in-flow.ts';
import { readTokensFile } from '../../sync/garmin/account/tokens-file.ts';
import { GARMIN_CONNECTION, type GarminAccountConnection } from '../../sync/garmin/garmin-connection.ts';
import { type GarminDomain, garminHosts } from '../../sync/garmin/garmin-hosts.ts';
import type { AuthSession } from './auth-session.ts';

const NEEDS_TERMINAL =
  'Run it in a terminal, or bring tokens with `garmin2strava auth garmin --tokens <file>` or `garmin2strava auth import`.';
const HOW_TO_FETCH_A_TICKET = `Your browser signs in, with code and CAPTCHA where Garmin wants them, and you bring the ticket here.
  1. Open a new browser tab, its developer tools (F12) and there "Network".
  2. Go to the address below and sign in.
  3. Select the last request named "login" (or "verifyCode"), then "Response", and copy its text.
Paste it within a minute; it can be used once.`;

export interface AccountFlags {
  readonly browser: boolean;
  readonly domain: GarminDomain;
}

/** `auth garmin` with e-mail and password, and with the browser where Garmin turns that away. @throws ToolError */
export async function connectWithPassword(session: AuthSession, flags: AccountFlags): Promise<GarminAccountConnection> {
  const { prompts, say } = session;
  const email = await prompts.text({ message: 'Garmin e-mail:', without: NEEDS_TERMINAL, check: required });
  const password = await prompts.secret({ message: 'Garmin password:', without: NEEDS_TERMINAL, check: required });
  try {
    const connection = await signInWithPassword(
      loginOptions(session, flags.domain),
      { email, password },
      {
        askCode: (sentTo, isAgain) => askCode(session, sentTo, isAgain),
        onPortal: (seconds) =>
          say(`Garmin turned the app's sign-in away; trying the web site's, which takes ${seconds} seconds …`),
      },
    );
    return await keep(session, connection);
  } catch (error) {
    if (!isTurnedAway(error)) throw error;
    say(error.message);
    const goOn = { message: 'Sign in with your browser instead?', standard: true, without: NEEDS_TERMINAL };
    if (!(await prompts.confirm(goOn))) throw error;
    return connectWithTicket(session, flags);
  }
}

/** `auth garmin` with a ticket that the person's own browser fetched. @throws ToolError */
export async function connectWithTicket(session: AuthSession, flags: AccountFlags): Promise<GarminAccountConnection> {
  const { prompts, say, openBrowser } = session;
  const options = loginOptions(session, flags.domain);
  const url = browserSignInUrl(options.hosts.sso, flags.domain);
  say(`${HOW_TO_FETCH_A_TICKET}\n\n${url}\n`);
  if (flags.browser && session.canAsk) await openBrowser(url);
  const pasted = await prompts.secret({
    message: 'Ticket, or the whole response:',
    without: NEEDS_TERMINAL,
    check: (it) => (ticketIn(it) ? null : 'There is no ticket in that: it begins with ST- and ends with -sso.'),
  });
  return keep(session, await signInWithTicket(options, ticketIn(pasted) ?? ''));
}

/** `auth garmin --tokens <file>`. @throws UsageError when the file is none; AuthRequiredError when the login is over */
export async function connectWithTokens(
  session: AuthSession,
  file: string,
  domain: GarminDomain,
): Promise<GarminAccountConnection> {
  const path = file.replace(/^~(?=\/)/, homedir());
  const content = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError({
      message: `The token file cannot be read: ${file}`,
      hint: 'python-garminconnect keeps it at ~/.garminconnect/garmin_tokens.json.',
      cause,
    });
  });
  return keep(session, await adoptTokens(loginOptions(session, domain), readTokensFile(content)));
}

function loginOptions({ settings, clock, fetch, signal }: AuthSession, domain: GarminDomain): AccountLoginOptions {
  const { hosts, clientIds } = settings.garmin;
  return { domain, hosts: garminHosts(domain, hosts), clientIds: clientIds ?? DI_CLIENT_IDS, clock, fetch, signal };
}

async function keep({ store }: AuthSession, connection: GarminAccountConnection): Promise<GarminAccountConnection> {
  await overwrite(store.documents, GARMIN_CONNECTION, connection);
  return connection;
}

function askCode({ prompts }: AuthSession, sentTo: string, isAgain: boolean): Promise<string> {
  return prompts.secret({
    message: `${isAgain ? 'That code was not right. ' : ''}Code that Garmin sent to ${sentTo}:`,
    without: NEEDS_TERMINAL,
    check: (it) => (/^[0-9A-Za-z]{4,10}$/.test(it) ? null : 'The code is a short row of digits.'),
  });
}

function isTurnedAway(error: unknown): error is AuthRequiredError | RateLimitedError {
  if (error instanceof RateLimitedError) return true;
  return error instanceof AuthRequiredError && /_(BLOCKED|CAPTCHA)$/.test(error.code);
}

function ticketIn(text: string): string | null {
  return /\bST-[\w.-]+/.exec(text)?.[0] ?? null;
}

function required(answer: string): string | null {
  return answer === '' ? 'Nothing was typed.' : null;
}
