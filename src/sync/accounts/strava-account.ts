import * as v from 'valibot';
import type { Documents } from '../ports.ts';
import { QuotaBudget, type QuotaBudgetOptions } from '../quota-budget.ts';
import { StravaTarget } from '../strava/strava-target.ts';
import { stravaTokenKeeper } from '../strava/strava-token.ts';
import type { StravaApp } from '../strava/token-endpoint.ts';
import type { StravaSettings } from './account-settings.ts';
import type { AccountDeps } from './garmin-account.ts';

/** Document of the user's own API app. */
export const STRAVA_APP = 'credentials/strava-app';

const Stored = v.object({ clientId: v.string(), clientSecret: v.string() });

/** The app of the environment, else the stored one; null for neither. */
export async function stravaApp({ app }: StravaSettings, documents: Documents): Promise<StravaApp | null> {
  return app ?? readStravaApp(documents, STRAVA_APP);
}

/** The app in a document; null where there is none. */
export async function readStravaApp(documents: Documents, name: string): Promise<StravaApp | null> {
  const parsed = v.safeParse(Stored, (await documents.read(name))?.value ?? null);
  return parsed.success ? parsed.output : null;
}

/** Strava as a target. Without app or login each call asks for one. */
export async function openStravaTarget(
  settings: StravaSettings,
  deps: AccountDeps & Partial<Pick<QuotaBudgetOptions, 'reservedReads' | 'readOnly'>>,
): Promise<StravaTarget> {
  const { apiUrl, oauthUrl, refreshToken: seed } = settings;
  const app = await stravaApp(settings, deps.store.documents);
  const { reservedReads = 0, readOnly = false } = deps;
  const budget = new QuotaBudget({ documents: deps.store.documents, clock: deps.clock, reservedReads, readOnly });
  return new StravaTarget({ apiUrl, tokens: stravaTokenKeeper({ ...deps, app, seed, oauthUrl }), budget, ...deps });
}
