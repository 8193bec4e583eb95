import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { GARMIN_CONNECTION, readGarminConnection } from '../garmin/garmin-connection.ts';
import type { Documents } from '../ports.ts';
import { readStravaToken, STRAVA_TOKEN } from '../strava/strava-token.ts';
import type { AccountSettings } from './account-settings.ts';
import { garminConnection } from './garmin-account.ts';
import { STRAVA_APP, stravaApp } from './strava-account.ts';

/** All that a profile needs to reach both services, by document. */
export type CredentialBundle = Readonly<Record<string, unknown>>;

const Bundle = v.record(v.string(), v.unknown());
const App = v.object({ clientId: v.string(), clientSecret: v.string() });

/** What is stored, and what the environment gives beside it, as documents that another store can take. */
export async function collectCredentials(settings: AccountSettings, documents: Documents): Promise<CredentialBundle> {
  const token = await documents.read(STRAVA_TOKEN);
  const found = {
    [GARMIN_CONNECTION]: await garminConnection(settings.garmin, documents),
    [STRAVA_APP]: await stravaApp(settings.strava, documents),
    [STRAVA_TOKEN]: readStravaToken(token?.value ?? null, settings.strava.refreshToken),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
}

/** Reads a bundle that came from outside. @throws UsageError when a part of it is not what this version writes */
export function parseCredentials(value: unknown): CredentialBundle {
  const parsed = v.safeParse(Bundle, value);
  const entries = parsed.success ? Object.entries(parsed.output) : [];
  const isGood = entries.length > 0 && entries.every(([name, document]) => isKnown(name, document));
  if (isGood) return Object.fromEntries(entries);
  throw new UsageError({
    message: 'The import holds no credentials that this version understands.',
    hint: 'Export them again with `garmin2strava auth export`, by the same version on both sides.',
  });
}

function isKnown(name: string, document: unknown): boolean {
  switch (name) {
    case GARMIN_CONNECTION:
      return readGarminConnection(document) !== null;
    case STRAVA_APP:
      return v.is(App, document);
    case STRAVA_TOKEN:
      return readStravaToken(document, null) !== null;
    default:
      return false;
  }
}
