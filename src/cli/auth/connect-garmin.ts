import { UsageError } from '../../sync/errors.ts';
import type { GarminConnection } from '../../sync/garmin/garmin-connection.ts';
import type { GarminDomain } from '../../sync/garmin/garmin-hosts.ts';
import type { AuthSession } from './auth-session.ts';
import { connectWithPassword, connectWithTicket, connectWithTokens } from './garmin-account.ts';
import { connectWithKey } from './garmin-key.ts';

export const GARMIN_WAYS = ['key', 'account', 'ticket'] as const;
export type GarminWay = (typeof GARMIN_WAYS)[number];

export interface GarminFlags {
  readonly way?: GarminWay;
  readonly tokens?: string;
  readonly domain: GarminDomain;
  readonly expires?: string;
  readonly browser: boolean;
}

/** `auth garmin`: by the official key unless told otherwise. @throws ToolError */
export async function connectGarmin(session: AuthSession, flags: GarminFlags): Promise<void> {
  const connection = await connect(session, flags);
  const how = connection.kind === 'key' ? 'by Personal API key' : `by account login at ${connection.domain}`;
  session.tell(`Garmin is connected: ${connection.who ?? 'your account'}, ${how}.`);
  if (connection.kind === 'account' && session.settings.garmin.apiKey !== null) {
    session.say('Note: G2S_GARMIN_API_KEY is set and goes before this login.');
  }
}

async function connect(session: AuthSession, flags: GarminFlags): Promise<GarminConnection> {
  if (flags.tokens !== undefined) return connectWithTokens(session, flags.tokens, flags.domain);
  switch (flags.way ?? (await chooseWay(session, flags.domain))) {
    case 'key':
      if (flags.domain !== 'garmin.com') throw noKeysInChina();
      return connectWithKey(session, flags);
    case 'account':
      return connectWithPassword(session, flags);
    case 'ticket':
      return connectWithTicket(session, flags);
  }
}

async function chooseWay({ prompts, canAsk, settings }: AuthSession, domain: GarminDomain): Promise<GarminWay> {
  if (domain !== 'garmin.com') return 'account';
  if (!canAsk || settings.garmin.apiKey !== null) return 'key';
  return prompts.choose({
    message: 'How shall this tool read your Garmin activities?',
    without: 'Add --way key, account or ticket.',
    choices: [
      {
        value: 'key',
        name: 'Personal API key: official, lasts up to a year, no password (recommended)',
        short: 'Personal API key',
      },
      {
        value: 'account',
        name: 'Account login: e-mail, password and code; the files stay byte for byte',
        short: 'account login',
      },
      {
        value: 'ticket',
        name: 'Account login in your browser: when the one above is turned away',
        short: 'account login in the browser',
      },
    ],
  });
}

/** Its host answered 526 in October 2026. */
function noKeysInChina(): UsageError {
  return new UsageError({
    message: 'Garmin gives out Personal API keys at garmin.com only.',
    hint: 'Sign in with `garmin2strava auth garmin --domain garmin.cn --way account`.',
  });
}
