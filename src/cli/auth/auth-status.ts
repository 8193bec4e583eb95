import { join } from 'node:path';
import { accountStatus } from '../../sync/accounts/account-status.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openStore } from '../ports.ts';
import { authJson } from '../present/auth-json.ts';
import { type AuthOverview, authStatusView } from '../present/auth-status-view.ts';
import { columnsOf } from '../present/columns.ts';
import { painter } from '../present/style.ts';
import { readSettings } from '../settings.ts';

/** `auth status`: what this machine knows, without a request. Exits with 4 where a login is needed. */
export async function showAuthStatus(context: Context, { json }: { readonly json?: true }): Promise<ExitCode> {
  const { env, stdout, clock } = context;
  const settings = await readSettings(env);
  const { documents } = await openStore(settings, context);
  const { garmin, strava } = await accountStatus(settings, documents, clock.now());
  const location = join(settings.home, 'credentials');
  const overview: AuthOverview = { profile: settings.profile, location, accounts: [garmin, strava] };
  const look = { paint: painter(stdout, env), columns: columnsOf(stdout), now: clock.now() };
  stdout.write(json ? authJson(overview) : authStatusView(overview, look));
  const isWell = overview.accounts.every(({ health }) => health === 'ok' || health === 'ends-soon');
  return isWell ? EXIT.done : EXIT.authNeeded;
}
