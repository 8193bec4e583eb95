import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Service } from '../errors.ts';
import { GARMIN_CONNECTION, type GarminConnection, readGarminConnection } from '../garmin/garmin-connection.ts';
import { GARMIN_TOKEN } from '../garmin/personal-token.ts';
import type { Documents } from '../ports.ts';
import { missingScopes } from '../strava/strava-oauth.ts';
import { readStravaToken, STRAVA_TOKEN } from '../strava/strava-token.ts';
import { DAY, type Instant, toIso } from '../time.ts';
import type { AccountSettings, GarminSettings, StravaSettings } from './account-settings.ts';
import { garminConnection } from './garmin-account.ts';
import { stravaApp } from './strava-account.ts';

/** Warnings about the end of a login begin this long before. */
export const WARN_BEFORE = 14 * DAY;

export type AccountHealth = 'ok' | 'ends-soon' | 'needs-login' | 'not-connected';

/** How one service is connected, as far as this side knows without asking the service. */
export interface AccountStatus {
  readonly service: Service;
  readonly health: AccountHealth;
  /** Why it is not well; null while it is. */
  readonly problem: string | null;
  readonly way: 'personal-key' | 'account' | 'oauth' | null;
  readonly who: string | null;
  readonly scopes: readonly string[] | null;
  /** When the login ends unless it is renewed; null where it has no end that is known. */
  readonly endsAt: Instant | null;
  /** When the present access token ends; it is renewed by itself. */
  readonly accessTokenEndsAt: Instant | null;
  readonly source: 'store' | 'environment' | null;
}

/** Both services, without a single request. */
export async function accountStatus(
  settings: AccountSettings,
  documents: Documents,
  now: Instant,
): Promise<{ readonly garmin: AccountStatus; readonly strava: AccountStatus }> {
  return {
    garmin: await garminStatus(settings.garmin, documents, now),
    strava: await stravaStatus(settings.strava, documents),
  };
}

const NOTHING = {
  health: 'not-connected',
  problem: null,
  way: null,
  who: null,
  scopes: null,
  endsAt: null,
  accessTokenEndsAt: null,
  source: null,
} as const;

async function garminStatus(settings: GarminSettings, documents: Documents, now: Instant): Promise<AccountStatus> {
  const connection = await garminConnection(settings, documents);
  if (!connection) return { service: 'garmin', ...NOTHING };
  const stored = readGarminConnection((await documents.read(GARMIN_CONNECTION))?.value ?? null);
  const facts = connection.kind === 'key' ? await keyFacts(connection.key, documents) : connection;
  const endsAt = connection.kind === 'key' ? connection.keyExpiresAt : connection.refreshExpiresAt;
  return {
    service: 'garmin',
    ...healthOf(facts.problem, connection, endsAt, now),
    way: connection.kind === 'key' ? 'personal-key' : 'account',
    who: connection.who,
    scopes: null,
    endsAt,
    accessTokenEndsAt: facts.expiresAt || null,
    source: stored && connection.connectedAt !== null ? 'store' : 'environment',
  };
}

const TokenFacts = v.object({
  key: v.string(),
  expiresAt: v.number(),
  problem: v.optional(v.nullable(v.string()), null),
});

async function keyFacts(key: string, documents: Documents): Promise<{ problem: string | null; expiresAt: Instant }> {
  const parsed = v.safeParse(TokenFacts, (await documents.read(GARMIN_TOKEN))?.value ?? null);
  const fingerprint = createHash('sha256').update(key).digest('hex');
  return parsed.success && parsed.output.key === fingerprint ? parsed.output : { problem: null, expiresAt: 0 };
}

function healthOf(
  problem: string | null,
  { kind }: GarminConnection,
  endsAt: Instant | null,
  now: Instant,
): Pick<AccountStatus, 'health' | 'problem'> {
  if (problem !== null) return { health: 'needs-login', problem };
  if (endsAt !== null && endsAt <= now) return { health: 'needs-login', problem: `It ended on ${day(endsAt)}.` };
  // An account login renews its end with each use; only a key has to be replaced by a person.
  const isClose = kind === 'key' && endsAt !== null && endsAt - now <= WARN_BEFORE;
  if (!isClose) return { health: 'ok', problem: null };
  return { health: 'ends-soon', problem: `The key ends on ${day(endsAt)}.` };
}

async function stravaStatus(settings: StravaSettings, documents: Documents): Promise<AccountStatus> {
  const app = await stravaApp(settings, documents);
  const stored = await documents.read(STRAVA_TOKEN);
  const token = app && readStravaToken(stored?.value ?? null, settings.refreshToken);
  if (!token) return { service: 'strava', ...NOTHING };
  const missing = token.scopes === null ? [] : missingScopes(token.scopes);
  const problem = token.problem ?? (missing.length > 0 ? `Not granted: ${missing.join(', ')}.` : null);
  return {
    service: 'strava',
    health: problem === null ? 'ok' : 'needs-login',
    problem,
    way: 'oauth',
    who: token.athlete?.name ?? null,
    scopes: token.scopes,
    endsAt: null,
    accessTokenEndsAt: token.expiresAt || null,
    source: token.connectedAt === null ? 'environment' : 'store',
  };
}

function day(instant: Instant): string {
  return toIso(instant).slice(0, 10);
}
