import type { AccountHealth, AccountStatus } from '../../sync/accounts/account-status.ts';
import { serviceName } from '../../sync/errors.ts';
import { DAY, type Instant, toIso } from '../../sync/time.ts';
import { oneLine, wrap } from './columns.ts';
import type { Paint } from './style.ts';

export interface AuthOverview {
  readonly profile: string;
  /** Folder of the credentials. */
  readonly location: string;
  readonly accounts: readonly AccountStatus[];
}

const WORDS: Readonly<Record<AccountHealth, string>> = {
  ok: 'ok',
  'ends-soon': 'ends soon',
  'needs-login': 'needs login',
  'not-connected': 'not connected',
};
const COLOURS = { ok: 'green', 'ends-soon': 'yellow', 'needs-login': 'red', 'not-connected': 'yellow' } as const;
const WAYS = { 'personal-key': 'Personal API key', account: 'account login', oauth: 'OAuth' } as const;
const LABEL = 8;
const INDENT = LABEL + 1;

/** Who is connected, how, until when, and what to do where something is wrong. */
export function authStatusView(
  { profile, location, accounts }: AuthOverview,
  look: { readonly paint: Paint; readonly columns: number | null; readonly now: Instant },
): string {
  const head = `${wrap(`Profile  ${profile}, kept in ${location}`, look.columns, INDENT)}\n`;
  return `${head}${accounts.map((account) => accountView(account, look)).join('')}`;
}

/** The command that heals an account; null for one that is well. */
export function remedy({ health, service }: AccountStatus): string | null {
  return health === 'ok' ? null : `garmin2strava auth ${service}`;
}

function accountView(
  account: AccountStatus,
  { paint, columns, now }: { readonly paint: Paint; readonly columns: number | null; readonly now: Instant },
): string {
  const { health, service, problem } = account;
  const next = remedy(account);
  const lines = [
    `${serviceName(service).padEnd(LABEL)} ${paint(COLOURS[health], WORDS[health])}${identity(account)}`,
    ...details(account, now).map((line) => `${' '.repeat(INDENT)}${line}`),
    ...(problem ? [`${' '.repeat(INDENT)}${problem}`] : []),
    ...(next ? [`${' '.repeat(INDENT)}${paint('cyan', 'Next:')} ${next}`] : []),
  ];
  return lines.map((line) => `${wrap(line, columns, INDENT)}\n`).join('');
}

function identity({ way, who, source }: AccountStatus): string {
  if (way === null) return '';
  const origin = source === 'environment' ? ', from the environment' : '';
  return `, ${oneLine(who ?? 'name not known')}, by ${WAYS[way]}${origin}`;
}

function details({ scopes, endsAt, way, accessTokenEndsAt }: AccountStatus, now: Instant): readonly string[] {
  const lines: string[] = [];
  if (scopes) lines.push(`may: ${scopes.join(', ')}`);
  if (endsAt !== null) lines.push(endLine(endsAt, way === 'account', now));
  if (accessTokenEndsAt !== null && accessTokenEndsAt > now) {
    lines.push(`access token until ${toIso(accessTokenEndsAt)}, renewed by itself`);
  }
  return lines;
}

function endLine(endsAt: Instant, isRenewed: boolean, now: Instant): string {
  const days = Math.ceil((endsAt - now) / DAY);
  const left = days <= 0 ? 'over' : days === 1 ? 'in 1 day' : `in ${days} days`;
  return `ends on ${toIso(endsAt).slice(0, 10)} (${left})${isRenewed ? ' unless it is used before' : ''}`;
}
