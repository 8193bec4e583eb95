import { monthlyCost } from '../../aws/deploy/cost.ts';
import { applyPlan, type DeployEvent, type DeployPlan, hasWork, planDeploy } from '../../aws/deploy/deploy-plan.ts';
import type { Deployment } from '../../aws/deploy/deployment.ts';
import { readDeployment } from '../../aws/deploy/deployment.ts';
import { allResources } from '../../aws/deploy/resources/all.ts';
import { pruneLayers } from '../../aws/deploy/resources/layer.ts';
import { openAws } from '../../aws/hosts/aws-hosts.ts';
import { UsageError } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { openLocalStore } from '../ports.ts';
import { columnsOf } from '../present/columns.ts';
import { costLine, deployHeadline, deployJson, deployPlanView } from '../present/deploy-view.ts';
import { painter } from '../present/style.ts';
import { NO_PROMPTS } from '../prompts.ts';
import { readSettings } from '../settings.ts';
import { describeDesired } from './aws-session.ts';
import { dataStep } from './data-step.ts';
import { openDeployedStore } from './deployed-store.ts';
import { checkAccounts } from './preflight.ts';

export interface DeployFlags {
  readonly region?: string;
  readonly name: string;
  readonly interval: number;
  readonly retention: number;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly input: boolean;
}

/** `garmin2strava deploy`. @throws ToolError */
export async function runDeploy(context: Context, flags: DeployFlags): Promise<ExitCode> {
  const { stdout, env, clock } = context;
  const settings = await readSettings(env);
  const local = openLocalStore(settings, context);
  const known = await readDeployment(local.documents);
  const region = regionOf(flags, known, env);
  const hosts = openAws(region);
  const { account, arn, partition } = await hosts.identity();
  const deployment: Deployment = { name: flags.name, region, account, partition };
  if (known && !isSame(known, deployment)) throw deployedElsewhere(settings.profile, known);
  const id = { ...deployment };
  const { interval, retention: retentionDays } = flags;
  const desired = await describeDesired({ id, profile: settings.profile, interval, retentionDays }, env);
  const resources = allResources(hosts, desired, clock);
  const table = openDeployedStore(deployment, settings.profile, clock);
  const planned = await planDeploy(resources);
  const data = dataStep({ settings, local, table, deployment }, known !== null);
  const [first, ...rest] = planned.steps;
  const plan: DeployPlan = { steps: first ? [first, data, ...rest] : [data] };
  if (flags.json) {
    stdout.write(deployJson({ account, region, name: flags.name, dryRun: flags.dryRun ?? false }, plan.steps));
  } else {
    const paint = painter(stdout, env);
    stdout.write(`Account ${account} as ${arn}, region ${region}\n\n`);
    stdout.write(deployPlanView(plan.steps, { paint, columns: columnsOf(stdout) }));
    stdout.write(`\n${deployHeadline(plan.steps)} ${costLine(monthlyCost(interval))}\n`);
  }
  if (flags.dryRun || !hasWork(plan)) return EXIT.done;
  await checkAccounts(settings, known ? table : local, context);
  if (!(await isWanted(context, flags))) {
    stdout.write('Nothing was changed.\n');
    return EXIT.done;
  }
  await applyPlan(plan, (event) => report(context, event));
  const used = (await hosts.functions.describe(desired.names.function))?.layers[0];
  if (used && plan.steps.some(({ kind, action }) => kind === 'layer' && action === 'update')) {
    await pruneLayers(hosts.layers, desired, used);
  }
  if (!flags.json) stdout.write('Deployed. The first run is within the minute: garmin2strava status\n');
  return EXIT.done;
}

function regionOf({ region }: DeployFlags, known: Deployment | null, env: Context['env']): string {
  const found = region ?? known?.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'];
  if (found && /^[a-z]{2}(-[a-z]+)+-\d$/.test(found)) return found;
  throw new UsageError({
    message: found ? `That is no AWS region: ${found}` : 'In which region?',
    hint: 'Add --region, with one near you: eu-central-1, us-east-1, ap-southeast-2.',
  });
}

function isSame(known: Deployment, wanted: Deployment): boolean {
  return known.name === wanted.name && known.region === wanted.region && known.account === wanted.account;
}

function deployedElsewhere(profile: string, { name, region, account }: Deployment): UsageError {
  return new UsageError({
    message: `Profile ${profile} is deployed as ${name} in ${region}, account ${account}.`,
    hint: 'Deploy it there again, `garmin2strava destroy` it first, or use another profile (G2S_PROFILE).',
  });
}

function isWanted({ prompts }: Context, { yes, input }: DeployFlags): Promise<boolean> {
  if (yes) return Promise.resolve(true);
  return (input ? (prompts ?? NO_PROMPTS) : NO_PROMPTS).confirm({
    message: 'Go ahead?',
    standard: true,
    without: 'Add --yes to go ahead without being asked, or --dry-run to see the plan only.',
  });
}

function report({ stderr, env }: Context, { type, step }: DeployEvent): void {
  const paint = painter(stderr, env);
  if (type === 'done') stderr.write(`${paint('green', '✓')} ${step.kind} ${step.name}\n`);
  if (type === 'failed') stderr.write(`${paint('red', '✗')} ${step.kind} ${step.name}\n`);
}
