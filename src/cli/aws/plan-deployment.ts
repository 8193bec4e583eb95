import { type DeployPlan, planDeploy } from '../../aws/deploy/deploy-plan.ts';
import { type Deployment, readDeployment } from '../../aws/deploy/deployment.ts';
import type { Desired } from '../../aws/deploy/desired.ts';
import type { Step } from '../../aws/deploy/resource.ts';
import { allResources } from '../../aws/deploy/resources/all.ts';
import { type AwsHosts, openAws } from '../../aws/hosts/aws-hosts.ts';
import type { Store } from '../../sync/ports.ts';
import { loadConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openLocalStore } from '../ports.ts';
import { readSettings, type Settings } from '../settings.ts';
import { describeDesired, ownBundles } from './aws-session.ts';
import { bringingConfig, dataStep } from './data-step.ts';
import { choosePlace, chooseRegion } from './deploy-place.ts';
import { openDeployedStore } from './deployed-store.ts';
import { earlierBundles, keepingRelease } from './release-steps.ts';

export interface DeployWish {
  readonly region?: string;
  readonly name?: string;
  /** Minutes; as before, or every minute, where it is left out. */
  readonly interval?: number;
  /** Days; as before, or two weeks, where it is left out. */
  readonly retention?: number;
  /** Go back to the code before the running one. */
  readonly rollback?: true;
}

/** A deploy that is planned and not begun. */
export interface PlannedDeploy {
  readonly settings: Settings;
  readonly local: Store;
  /** Where the profile's credentials lie at present. */
  readonly credentials: Store;
  readonly hosts: AwsHosts;
  readonly deployment: Deployment;
  readonly arn: string;
  readonly desired: Desired;
  readonly plan: DeployPlan;
}

/** Reads how everything is and finds out what is to be done. Writes nothing. @throws ToolError */
export async function planDeployment(context: Context, wish: DeployWish): Promise<PlannedDeploy> {
  const { env, clock } = context;
  const settings = await readSettings(env);
  const local = openLocalStore(settings, context);
  const known = await readDeployment(local.documents);
  const region = chooseRegion(wish, known, env);
  const hosts = openAws(region);
  const { profile } = settings;
  const { id, arn } = await choosePlace({ hosts, region }, wish, { known, profile });
  const deployment = { ...id, ...scheduleOf(wish, known), since: known?.since ?? clock.now() };
  const bundles = wish.rollback ? await earlierBundles(hosts, deployment, clock) : await ownBundles();
  const { raw: config } = await loadConfig(settings);
  const desired = describeDesired({ deployment, profile, env }, bundles, config);
  const table = openDeployedStore(deployment, profile, clock);
  const { steps } = await planDeploy(allResources(hosts, desired, clock));
  // A table that somebody has deleted takes the profile's data from here once more.
  const isThere = known !== null && steps.every(({ kind, action }) => kind !== 'table' || action !== 'create');
  const withData = (step: Step) =>
    step.kind === 'table' ? [step, dataStep({ settings, local, table, deployment, config }, isThere)] : [step];
  const prepared = (step: Step) => {
    if (step.kind !== 'function') return step;
    const configured = bringingConfig(step, table, config);
    return wish.rollback ? configured : keepingRelease(configured, desired, deployment, clock);
  };
  const plan = { steps: steps.flatMap(withData).map(prepared) };
  return { settings, local, hosts, deployment, arn, desired, plan, credentials: isThere ? table : local };
}

function scheduleOf({ interval, retention }: DeployWish, known: Deployment | null) {
  return { interval: interval ?? known?.interval ?? 1, retentionDays: retention ?? known?.retentionDays ?? 14 };
}
