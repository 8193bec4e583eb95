import type { AccountStatus } from '../../sync/accounts/account-status.ts';
import type { MenuState } from '../menu/menu-state.ts';
import { oneLine, wrap } from './columns.ts';
import type { Look } from './style.ts';

const LABEL = 9;
const MARKS = {
  ok: ['green', '✓'],
  'ends-soon': ['yellow', '!'],
  'needs-login': ['red', '✗'],
  'not-connected': ['dim', '–'],
} as const;
const WORDS = {
  ok: 'connected',
  'ends-soon': 'connected',
  'needs-login': 'needs a new login',
  'not-connected': 'not connected',
} as const;

const NOT_KNOWN = 'not known';

/** Five lines: what is connected, what went over last, what the quota leaves, what is deployed. */
export function menuView(
  { garmin, strava, newest, failed, quota, deployment, trouble }: MenuState,
  look: Look,
): string {
  const nothing = trouble ? NOT_KNOWN : null;
  const last = newest
    ? `${oneLine(newest.activity.name ?? newest.activity.type)}, ${newest.activity.startTimeLocal.slice(0, 16)}`
    : (nothing ?? 'nothing on Strava yet');
  const failures = failed > 0 ? look.paint('red', `; ${failed} failed`) : '';
  const unreadable = trouble ? look.paint('red', `. ${trouble.message} ${trouble.hint}`) : '';
  const lines: readonly (readonly [string, string])[] = [
    ['Garmin', accountText(garmin, look)],
    ['Strava', accountText(strava, look)],
    ['Newest', `${last}${failures}`],
    [
      'Quota',
      quota ? `${quota.overall.usedDay} of ${quota.overall.limitDay} requests today` : (nothing ?? 'nothing spent yet'),
    ],
    ['AWS', deployment ? `${deployment.name} in ${deployment.region}${unreadable}` : 'not deployed'],
  ];
  return lines.map(([label, text]) => `${wrap(`${label.padEnd(LABEL)}${text}`, look.columns, LABEL)}\n`).join('');
}

function accountText(account: AccountStatus | null, { paint }: Look): string {
  if (account === null) return NOT_KNOWN;
  const { health, who, problem } = account;
  const [colour, mark] = MARKS[health];
  return `${paint(colour, mark)} ${WORDS[health]}${who ? ` as ${oneLine(who)}` : ''}${problem ? `. ${problem}` : ''}`;
}
