import { UsageError } from '../../sync/errors.ts';
import { GARMIN_CONNECTION, type GarminConnection, readGarminConnection } from '../../sync/garmin/garmin-connection.ts';
import type { GarminDomain } from '../../sync/garmin/garmin-hosts.ts';
import type { AuthSession } from './auth-session.ts';
import { connectWithPassword, connectWithTicket, connectWithTokens } from './garmin-account.ts';
import { connectWithKey } from './garmin-key.ts';

export const GARMIN_WAYS = ['key', 'account', 'ticket'] as const;
export type GarminWay = (typeof GARMIN_WAYS)[number];

export interface GarminFlags {
  readonly way?: GarminWay;
  readonly tokens?: string;
  /** Left out: that of the login before. */
  readonly domain?: GarminDomain;
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
  const asked = flags.domain ?? (await storedDomain(session));
  if (flags.tokens !== undefined) return connectWithTokens(session, flags.tokens, asked);
  const { way, domain } = flags.way ? { way: flags.way, domain: asked } : await chooseWay(session, asked);
  switch (way) {
    case 'key':
      if (domain !== 'garmin.com') throw noKeysInChina();
      return connectWithKey(session, flags);
    case 'account':
      return connectWithPassword(session, { ...flags, domain });
    case 'ticket':
      return connectWithTicket(session, { ...flags, domain });
  }
}

async function storedDomain({ store }: AuthSession): Promise<GarminDomain> {
  const stored = readGarminConnection((await store.documents.read(GARMIN_CONNECTION))?.value ?? null);
  return stored?.kind === 'account' ? stored.domain : 'garmin.com';
}

interface Choice {
  readonly way: GarminWay;
  readonly domain: GarminDomain;
}

async function chooseWay({ prompts, canAsk, settings }: AuthSession, domain: GarminDomain): Promise<Choice> {
  if (domain !== 'garmin.com') return { way: 'account', domain };
  if (!canAsk || settings.garmin.apiKey !== null) return { way: 'key', domain };
  const way = await prompts.choose<GarminWay | 'china'>({
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
      {
        value: 'china',
        name: 'Account login at garmin.cn: for accounts made in China',
        short: 'account login at garmin.cn',
      },
    ],
  });
  return way === 'china' ? { way: 'account', domain: 'garmin.cn' } : { way, domain };
}

/** Its host answered 526 in October 2026. */
function noKeysInChina(): UsageError {
  return new UsageError({
    message: 'Garmin gives out Personal API keys at garmin.com only.',
    hint: 'Sign in with `garmin2strava auth garmin --domain garmin.cn --way account`.',
  });
}
