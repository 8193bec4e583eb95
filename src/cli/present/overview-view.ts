import type { Instant } from '../../sync/time.ts';
import type { DeploymentOverview } from '../aws/deployment-overview.ts';
import { remedy } from './auth-status-view.ts';
import { wrap } from './columns.ts';
import { costLine, dollars } from './deploy-view.ts';
import type { Paint } from './style.ts';
import { dateTime } from './times.ts';

const LABEL = 12;
/** What is said about a deployment, and what to do about it. */
export const DEPLOYMENT_STATES = {
  running: { colour: 'green', words: 'runs', next: null },
  paused: { colour: 'yellow', words: 'paused', next: 'garmin2strava resume' },
  silent: { colour: 'red', words: 'has not run for a while', next: 'garmin2strava logs --since 1d' },
  missing: { colour: 'red', words: 'a part of it is missing', next: 'garmin2strava deploy' },
} as const;

/** `status`: what is deployed, how the last runs went, and what to do where something is wrong. */
export function overviewView(
  {
    profile,
    deployment,
    version,
    schedule,
    state,
    run,
    open,
    accounts,
    quota,
    monthlyCost,
    costSoFar,
  }: DeploymentOverview,
  { paint, columns }: { readonly paint: Paint; readonly columns: number | null },
): string {
  const { colour, words, next } = DEPLOYMENT_STATES[state];
  const trouble = run?.trouble ?? null;
  const lines: readonly (readonly [string, string])[] = [
    ['Deployment', `${deployment.name} ${version ?? ''} in ${deployment.region}, account ${deployment.account}`],
    ['Profile', profile],
    ['State', `${paint(colour, words)}${schedule ? `, ${schedule}` : ''}`],
    ...nextLine(next),
    ['Last run', when(run?.lastRunAt)],
    ['Last success', when(run?.lastSuccessAt)],
    ['Uploaded', `${run?.uploaded ?? 0}, the last one: ${when(run?.lastUploadAt)}`],
    ['Unfinished', String(open)],
    ...(trouble ? [['Trouble', paint('red', trouble.message)] as const, ...nextLine(trouble.next)] : []),
    ...accounts.flatMap((account) => [
      [account.service === 'garmin' ? 'Garmin' : 'Strava', account.problem ?? account.health] as const,
      ...nextLine(remedy(account)),
    ]),
    ['Quota', quotaText(quota)],
    ['Cost', `${costSoFar === null ? '' : `About ${dollars(costSoFar)} so far. `}${costLine(monthlyCost)}`],
  ];
  return lines.map(([label, text]) => `${wrap(`${label.padEnd(LABEL)} ${text}`, columns, LABEL + 1)}\n`).join('');
}

/** How much of Strava's quota is spent, in this quarter hour and today (UTC). */
function quotaText(quota: DeploymentOverview['quota']): string {
  if (!quota) return 'nothing spent yet';
  const { used15m, limit15m, usedDay, limitDay } = quota.overall;
  return `${used15m} of ${limit15m} requests this quarter hour, ${usedDay} of ${limitDay} today`;
}

function nextLine(command: string | null): readonly (readonly [string, string])[] {
  return command === null ? [] : [['', `Next: ${command}`]];
}

function when(instant: Instant | null | undefined): string {
  return instant ? `${dateTime(instant)} UTC` : 'none yet';
}

/** `status --json`. */
export function overviewJson({ accounts, ...overview }: DeploymentOverview): string {
  const health = accounts.map(({ service, health, problem, endsAt }) => ({ service, health, problem, endsAt }));
  return `${JSON.stringify({ schemaVersion: 1, ...overview, accounts: health }, null, 2)}\n`;
}
