import { monthlyCost } from '../../aws/deploy/cost.ts';
import { applyPlan, type DeployEvent, type DeployPlan, hasWork, planDeploy } from '../../aws/deploy/deploy-plan.ts';
import { type Deployment, readDeployment } from '../../aws/deploy/deployment.ts';
import type { Desired } from '../../aws/deploy/desired.ts';
import { allResources } from '../../aws/deploy/resources/all.ts';
import { pruneLayers } from '../../aws/deploy/resources/layer.ts';
import { type AwsHosts, openAws } from '../../aws/hosts/aws-hosts.ts';
import type { Store } from '../../sync/ports.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openLocalStore } from '../ports.ts';
import { columnsOf } from '../present/columns.ts';
import { costLine, deployHeadline, deployJson, deployPlanView } from '../present/deploy-view.ts';
import { painter } from '../present/style.ts';
import { readSettings, type Settings } from '../settings.ts';
import { describeDesired } from './aws-session.ts';
import { isConfirmed } from './confirmation.ts';
import { dataStep } from './data-step.ts';
import { choosePlace, chooseRegion } from './deploy-place.ts';
import { openDeployedStore } from './deployed-store.ts';
import { checkAccounts } from './preflight.ts';

export interface DeployFlags {
  readonly region?: string;
  readonly name?: string;
  /** Minutes. */
  readonly interval: number;
  /** Days. */
  readonly retention: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly input: boolean;
}

/** A deploy that is planned and not begun. */
interface Deploy {
  readonly settings: Settings;
  /** Where the profile's credentials lie at present. */
  readonly credentials: Store;
  readonly hosts: AwsHosts;
  readonly deployment: Deployment;
  readonly arn: string;
  readonly desired: Desired;
  readonly plan: DeployPlan;
}

/** `garmin2strava deploy`. @throws ToolError */
export async function runDeploy(context: Context, flags: DeployFlags): Promise<ExitCode> {
  const { stdout } = context;
  const deploy = await prepare(context, flags);
  if (!flags.json) stdout.write(planText(context, flags, deploy));
  const isToBeDone = !flags.dryRun && hasWork(deploy.plan);
  if (isToBeDone) {
    await checkAccounts(deploy.settings, deploy.credentials, context);
    if (!(await isConfirmed(context, flags, { standard: true }))) {
      stdout.write('Nothing was changed.\n');
      return EXIT.done;
    }
    await carryOut(context, deploy);
  }
  if (flags.json) stdout.write(planJson(flags, deploy));
  else if (isToBeDone) stdout.write('Deployed. See how it is doing: garmin2strava status\n');
  return EXIT.done;
}

async function prepare(context: Context, flags: DeployFlags): Promise<Deploy> {
  const { env, clock } = context;
  const settings = await readSettings(env);
  const local = openLocalStore(settings, context);
  const known = await readDeployment(local.documents);
  const region = chooseRegion(flags, known, env);
  const hosts = openAws(region);
  const { profile } = settings;
  const { deployment, arn } = await choosePlace({ hosts, region }, flags, { known, profile });
  const { interval, retention: retentionDays } = flags;
  const desired = await describeDesired({ id: deployment, profile, interval, retentionDays }, env);
  const table = openDeployedStore(deployment, profile, clock);
  const { steps } = await planDeploy(allResources(hosts, desired, clock));
  // A table that somebody has deleted takes the profile's data from here once more.
  const isThere = known !== null && steps.every(({ kind, action }) => kind !== 'table' || action !== 'create');
  const data = dataStep({ settings, local, table, deployment }, isThere);
  const plan = { steps: steps.flatMap((step) => (step.kind === 'table' ? [step, data] : [step])) };
  return { settings, hosts, deployment, arn, desired, plan, credentials: isThere ? table : local };
}

async function carryOut(context: Context, { plan, hosts, desired }: Deploy): Promise<void> {
  await applyPlan(plan, (event) => tell(context, event));
  if (!plan.steps.some(({ kind, action }) => kind === 'layer' && action === 'update')) return;
  const used = (await hosts.functions.describe(desired.names.function))?.layers[0];
  if (used) await pruneLayers(hosts.layers, desired, used);
}

function planText({ stdout, env }: Context, { interval }: DeployFlags, { deployment, arn, plan }: Deploy): string {
  const look = { paint: painter(stdout, env), columns: columnsOf(stdout) };
  const head = `Account ${deployment.account} as ${arn}, region ${deployment.region}`;
  const foot = `${deployHeadline(plan.steps)}\n${costLine(monthlyCost(interval))}`;
  return `${head}\n\n${deployPlanView(plan.steps, look)}\n${foot}\n`;
}

function planJson({ dryRun }: DeployFlags, { deployment, plan }: Deploy): string {
  const { account, region, name } = deployment;
  return deployJson({ account, region, name, dryRun: dryRun ?? false }, plan.steps);
}

function tell({ stderr, env }: Context, { type, step }: DeployEvent): void {
  const paint = painter(stderr, env);
  if (type === 'done') stderr.write(`${paint('green', '✓')} ${step.kind} ${step.name}\n`);
  if (type === 'failed') stderr.write(`${paint('red', '✗')} ${step.kind} ${step.name}\n`);
}
