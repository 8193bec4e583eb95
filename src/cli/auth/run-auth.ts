import { accountStatus } from '../../sync/accounts/account-status.ts';
import { type Service, serviceName } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type AuthSession, openAuth } from './auth-session.ts';
import { connectGarmin, type GarminFlags } from './connect-garmin.ts';
import { connectStrava } from './connect-strava.ts';
import type { ConsentFlags } from './strava-consent.ts';

export interface InputFlag {
  readonly input: boolean;
}

/** `auth`: both services, Garmin first; one that is well already is left alone unless the person wants it anew. */
export async function connectBoth(context: Context, flags: InputFlag & ConsentFlags & GarminFlags): Promise<ExitCode> {
  const session = await openAuth(context, flags);
  if (await wants(session, 'garmin')) await connectGarmin(session, flags);
  if (await wants(session, 'strava')) await connectStrava(session, flags);
  await sayNext(session);
  return EXIT.done;
}

/** `auth garmin`. */
export async function connectGarminOnly(context: Context, flags: InputFlag & GarminFlags): Promise<ExitCode> {
  const session = await openAuth(context, flags);
  await connectGarmin(session, flags);
  await sayNext(session);
  return EXIT.done;
}

/** `auth strava`. */
export async function connectStravaOnly(context: Context, flags: InputFlag & ConsentFlags): Promise<ExitCode> {
  const session = await openAuth(context, flags);
  await connectStrava(session, flags);
  await sayNext(session);
  return EXIT.done;
}

async function sayNext({ settings, store, clock, say }: AuthSession): Promise<void> {
  const { garmin, strava } = await accountStatus(settings, store.documents, clock.now());
  const open = [garmin, strava].find(({ health }) => health === 'not-connected' || health === 'needs-login');
  if (open) say(`Next: garmin2strava auth ${open.service}`);
  else say('Both are connected. See what a sync would do: garmin2strava sync --dry-run');
}

async function wants(
  { settings, store, clock, canAsk, prompts, say }: AuthSession,
  service: Service,
): Promise<boolean> {
  const { health, who, source } = (await accountStatus(settings, store.documents, clock.now()))[service];
  if (health !== 'ok' || source !== 'store') return true;
  const connected = `${serviceName(service)} is connected${who ? ` (${who})` : ''}`;
  if (canAsk) return prompts.confirm({ message: `${connected}. Connect it anew?`, standard: false, without: '' });
  say(`${connected}.`);
  return false;
}
