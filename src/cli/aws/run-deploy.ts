import { monthlyCost } from '../../aws/deploy/cost.ts';
import { applyPlan, type DeployEvent, hasWork } from '../../aws/deploy/deploy-plan.ts';
import { DEPLOYMENT } from '../../aws/deploy/deployment.ts';
import { pruneLayers } from '../../aws/deploy/resources/layer.ts';
import { overwrite } from '../../sync/documents.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { columnsOf } from '../present/columns.ts';
import { costLine, deployHeadline, deployJson, deployPlanView } from '../present/deploy-view.ts';
import { painter } from '../present/style.ts';
import { askRegion } from './ask-region.ts';
import { isConfirmed } from './confirmation.ts';
import { type DeployWish, type PlannedDeploy, planDeployment } from './plan-deployment.ts';
import { checkAccounts } from './preflight.ts';

export interface DeployFlags extends DeployWish {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
  readonly input: boolean;
}

/** `garmin2strava deploy`. @throws ToolError */
export async function runDeploy(context: Context, flags: DeployFlags): Promise<ExitCode> {
  const { stdout, prompts } = context;
  const isAsked = flags.region === undefined && flags.input && !flags.json && prompts !== null;
  const deploy = await planDeployment(context, { ...flags, ...(isAsked && (await askRegion(context))) });
  if (!flags.json) stdout.write(planText(context, deploy));
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

async function carryOut(context: Context, { plan, hosts, desired, deployment, local }: PlannedDeploy): Promise<void> {
  // Before the changes, so that a deploy that breaks off is finished by the next one without the same flags. A new
  // deployment is put on record by its own step, when the table has everything.
  const isOnRecord = plan.steps.some(({ kind, action }) => kind === 'data' && action === 'unchanged');
  if (isOnRecord) await overwrite(local.documents, DEPLOYMENT, deployment);
  await applyPlan(plan, (event) => tell(context, event));
  if (!plan.steps.some(({ kind, action }) => kind === 'layer' && action === 'update')) return;
  const used = (await hosts.functions.describe(desired.names.function))?.layers[0];
  if (used) await pruneLayers(hosts.layers, desired, used);
}

function planText({ stdout, env }: Context, { deployment, arn, plan }: PlannedDeploy): string {
  const look = { paint: painter(stdout, env), columns: columnsOf(stdout) };
  const { account, region, interval } = deployment;
  const head = `Account ${account} as ${arn}, region ${region}`;
  const foot = `${deployHeadline(plan.steps)}\n${costLine(monthlyCost(interval))}`;
  return `${head}\n\n${deployPlanView(plan.steps, look)}\n${foot}\n`;
}

function planJson({ dryRun }: DeployFlags, { deployment, plan }: PlannedDeploy): string {
  const { account, region, name } = deployment;
  return deployJson({ account, region, name, dryRun: dryRun ?? false }, plan.steps);
}

function tell({ stderr, env }: Context, { type, step }: DeployEvent): void {
  const paint = painter(stderr, env);
  if (type === 'done') stderr.write(`${paint('green', '✓')} ${step.kind} ${step.name}\n`);
  if (type === 'failed') stderr.write(`${paint('red', '✗')} ${step.kind} ${step.name}\n`);
}
