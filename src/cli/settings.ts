import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { AccountSettings, GarminSettings, StravaSettings } from '../sync/accounts/account-settings.ts';
import { serviceUrls } from '../sync/accounts/service-urls.ts';
import { UsageError } from '../sync/errors.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is set from outside, read once at the start of a command. */
export interface Settings extends AccountSettings {
  readonly profile: string;
  /** Folder of the profile's credentials and state. */
  readonly home: string;
  /** The config file; it need not exist. */
  readonly configFile: string;
  /** Seals and opens exports of credentials. */
  readonly passPhrase: string | null;
}

/** @throws UsageError naming the variable that cannot be used */
export async function readSettings(env: Environment): Promise<Settings> {
  const profile = env.G2S_PROFILE || 'default';
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(profile)) {
    throw new UsageError({ message: `G2S_PROFILE is not a name: ${profile}`, hint: 'Use letters, digits, - and _.' });
  }
  const home = join(env.G2S_HOME || stateHome(env), profile);
  const passPhrase = await secret(env, 'G2S_PASSPHRASE');
  const configFile = join(env.G2S_HOME || configHome(env), profile, 'config.yaml');
  return {
    profile,
    home,
    configFile,
    passPhrase,
    garmin: await garminSettings(env),
    strava: await stravaSettings(env),
  };
}

async function garminSettings(env: Environment): Promise<GarminSettings> {
  const ids = value(env, 'G2S_GARMIN_CLIENT_IDS');
  const clientIds = ids?.split(',').map((id) => id.trim()) ?? null;
  return { apiKey: await secret(env, 'G2S_GARMIN_API_KEY'), clientIds, ...serviceUrls(env).garmin };
}

async function stravaSettings(env: Environment): Promise<StravaSettings> {
  const clientId = value(env, 'G2S_STRAVA_CLIENT_ID');
  const clientSecret = await secret(env, 'G2S_STRAVA_CLIENT_SECRET');
  const app = clientId && clientSecret ? { clientId, clientSecret } : null;
  return { app, refreshToken: value(env, 'G2S_STRAVA_REFRESH_TOKEN'), ...serviceUrls(env).strava };
}

function stateHome(env: Environment): string {
  return join(env.XDG_STATE_HOME || join(env.HOME || homedir(), '.local', 'state'), 'garmin2strava');
}

function configHome(env: Environment): string {
  return join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'garmin2strava');
}

/** A line break at the end is what copying and `echo` leave behind; Strava refuses a client id with one. */
function value(env: Environment, name: string): string | null {
  return env[name]?.trim() || null;
}

async function secret(env: Environment, name: string): Promise<string | null> {
  const direct = value(env, name);
  if (direct !== null) return direct;
  const file = value(env, `${name}_FILE`);
  if (file === null) return null;
  try {
    return (await readFile(file, 'utf8')).trim() || null;
  } catch (error) {
    throw new UsageError({
      message: `${name}_FILE cannot be read: ${file}`,
      hint: 'Check the path and that your user may read the file.',
      cause: error,
    });
  }
}
