import type { Deployment } from '../../../aws/deploy/deployment.ts';
import { toIso } from '../../../sync/time.ts';
import { DEPLOYMENT_STATES } from '../../present/overview-view.ts';
import { version } from '../../version.ts';
import { type Check, fail, ok, warn } from '../check.ts';

const SIGN_IN_THERE = 'Sign in to that account, or name a profile of it in AWS_PROFILE.';

function elsewhere({ name, region, account }: Deployment, arn: string): string {
  return `${name} is in ${region}, account ${account}, and you are signed in as ${arn}`;
}

/** `arn:aws:iam::123456789012:user/me` -> `user/me` */
function userOf(arn: string): string {
  return arn.split(':').at(-1) ?? arn;
}

export const deployment: Check = {
  id: 'aws',
  title: 'AWS',
  needs: ['profile'],
  run: async ({ context, settings }) => {
    const { readDeployment } = await import('../../../aws/deploy/deployment.ts');
    const { openLocalStore } = await import('../../ports.ts');
    const deployed = await readDeployment(openLocalStore(settings, context).documents);
    if (!deployed) return ok('not deployed; it runs when somebody starts it');
    const { openDeployment } = await import('../../aws/aws-session.ts');
    const { readOverview } = await import('../../aws/deployment-overview.ts');
    const session = await openDeployment(context);
    const { account, arn } = await session.hosts.identity();
    if (account !== deployed.account) return fail(elsewhere(deployed, arn), SIGN_IN_THERE);
    const overview = await readOverview(session, context.clock);
    const { state, run } = overview;
    const where = `${deployed.name} in ${deployed.region}, account ${account} as ${userOf(arn)}`;
    if (state !== 'running') {
      const { words, next } = DEPLOYMENT_STATES[state];
      return state === 'paused' ? warn(`${where}: ${words}`, next) : fail(`${where}: ${words}`, next);
    }
    if (run?.trouble) return fail(`${where}: ${run.trouble.message}`, run.trouble.next);
    const last = run ? `, last run ${toIso(run.lastRunAt)}` : '';
    if (overview.version !== version()) {
      return warn(`${where} runs version ${overview.version}, here is ${version()}${last}`, 'garmin2strava deploy');
    }
    return ok(`${where}, version ${overview.version}${last}`);
  },
};
