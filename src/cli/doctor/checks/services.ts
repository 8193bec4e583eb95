import type { AccountStatus } from '../../../sync/accounts/account-status.ts';
import { serviceName } from '../../../sync/errors.ts';
import { isNativeLink } from '../../../sync/external-id.ts';
import { QUOTA, readQuota } from '../../../sync/quota-budget.ts';
import { SECOND, toIso } from '../../../sync/time.ts';
import { oneLine } from '../../present/columns.ts';
import { type Check, type Finding, fail, ok, warn } from '../check.ts';

/** Tokens and quota windows go by the clock. */
const MOST_SKEW = 60 * SECOND;
/** From so much of a day's requests on, it is time to know. */
const MUCH = 0.8;

function login(service: 'garmin' | 'strava'): Check {
  return {
    id: `${service}-login`,
    title: `${serviceName(service)} login`,
    needs: ['profile', service],
    run: async ({ accounts }) => judge((await accounts())[service]),
  };
}

function judge({ service, health, problem, who, endsAt, source }: AccountStatus): Finding {
  const next = `garmin2strava auth ${service}`;
  const end = endsAt === null ? '' : `, until ${toIso(endsAt).slice(0, 10)}`;
  const origin = source === 'environment' ? ', from the environment' : '';
  if (health === 'ok') return ok(`${oneLine(who ?? 'connected')}${end}${origin}`);
  if (health === 'ends-soon') return warn(problem ?? 'It ends soon.', next);
  return fail(problem ?? 'not connected', next);
}

export const garminLogin = login('garmin');
export const stravaLogin = login('strava');

export const garminRead: Check = {
  id: 'garmin-read',
  title: 'Garmin answers',
  needs: ['profile', 'garmin'],
  run: async ({ accounts, garminPage }) => {
    if (isUseless((await accounts()).garmin)) return null;
    const { activities } = await garminPage();
    const [newest] = activities;
    return ok(newest ? `the newest activity is of ${newest.startTimeLocal.slice(0, 16)}` : 'it lists no activity');
  },
};

export const stravaRead: Check = {
  id: 'strava-read',
  title: 'Strava answers',
  needs: ['profile', 'strava'],
  run: async ({ accounts, stravaRows }) => {
    if (isUseless((await accounts()).strava)) return null;
    return ok(`the app is active, ${(await stravaRows()).length} activities in two weeks`);
  },
};

/** With Garmin's own link on, both upload the same recordings; the second comer is refused. */
export const nativeLink: Check = {
  id: 'native-link',
  title: "Garmin's own link",
  needs: ['profile', 'strava'],
  run: async ({ accounts, stravaRows }) => {
    if (isUseless((await accounts()).strava)) return null;
    const native = (await stravaRows()).filter(({ externalId }) => isNativeLink(externalId));
    if (native.length === 0) return ok('off, or not used in two weeks');
    return warn(
      `it is on: it brought ${native.length} activities in two weeks. Nothing is doubled by that, but what it brings first has no title, gear or rules of yours`,
      'To have just one of them, switch it off: Garmin Connect, Settings, Connected apps, Strava.',
    );
  },
};

export const clockSkew: Check = {
  id: 'clock',
  title: 'Clock',
  needs: ['profile', 'strava'],
  run: async ({ accounts, stravaRows, skew }) => {
    if (isUseless((await accounts()).strava)) return null;
    await stravaRows().catch(() => undefined);
    const difference = skew();
    if (difference === null) return null;
    const seconds = Math.round(Math.abs(difference) / SECOND);
    if (Math.abs(difference) <= MOST_SKEW) return ok(`within ${Math.max(1, seconds)} s of Strava's`);
    const direction = difference > 0 ? 'slow' : 'fast';
    return warn(`this machine's clock is ${seconds} s ${direction}`, 'Set the clock by the network (NTP).');
  },
};

export const quota: Check = {
  id: 'quota',
  title: "Strava's quota",
  needs: ['profile', 'strava'],
  run: async ({ accounts, stravaRows, ports, context }) => {
    if (isUseless((await accounts()).strava)) return null;
    await stravaRows().catch(() => undefined);
    const { target, store } = await ports();
    await target.rememberQuota();
    const state = readQuota((await store.documents.read(QUOTA))?.value, context.clock.now());
    if (!state) return ok('nothing spent yet');
    const { overall, read } = state;
    const detail = `${overall.usedDay} of ${overall.limitDay} requests today, ${read.usedDay} of ${read.limitDay} of them reads`;
    const isMuch = overall.usedDay > MUCH * overall.limitDay || read.usedDay > MUCH * read.limitDay;
    return isMuch ? warn(detail, 'It begins anew at midnight UTC; what waits goes over then.') : ok(detail);
  },
};

/** Asking a service without a login would only say the same once more. */
export function isUseless({ health }: AccountStatus): boolean {
  return health === 'not-connected' || health === 'needs-login';
}
