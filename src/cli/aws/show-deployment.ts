import { namesOf } from '../../aws/deploy/names.ts';
import { UsageError } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { columnsOf } from '../present/columns.ts';
import { overviewJson, overviewView } from '../present/overview-view.ts';
import { painter } from '../present/style.ts';
import { openDeployment } from './aws-session.ts';
import { type DeploymentOverview, readOverview } from './deployment-overview.ts';

/** `garmin2strava status`. @throws ToolError */
export async function showStatus(context: Context, { json }: { readonly json?: true }): Promise<ExitCode> {
  const { stdout, env, clock } = context;
  const overview = await readOverview(await openDeployment(context), clock);
  const look = { paint: painter(stdout, env), columns: columnsOf(stdout) };
  stdout.write(json ? overviewJson(overview) : overviewView(overview, look));
  return exitCodeOf(overview);
}

function exitCodeOf({ accounts, run, state }: DeploymentOverview): ExitCode {
  const code = run?.trouble?.code ?? '';
  if (/INACTIVE/.test(code)) return EXIT.appInactive;
  if (accounts.some(({ health }) => health === 'needs-login' || health === 'not-connected')) return EXIT.authNeeded;
  if (/RATE/.test(code)) return EXIT.rateLimited;
  return code || state === 'silent' || state === 'missing' ? EXIT.someFailed : EXIT.done;
}

/** `garmin2strava pause` and `resume`. @throws ToolError */
export async function setRunning(context: Context, isRunning: boolean): Promise<ExitCode> {
  const { deployment, hosts } = await openDeployment(context);
  const { rule } = namesOf(deployment);
  if ((await hosts.schedules.rule(rule)) === null) {
    throw new UsageError({
      message: `The rule ${rule} is not there any more.`,
      hint: 'Run `garmin2strava deploy`: it puts right what is missing.',
    });
  }
  await hosts.schedules.setEnabled(rule, isRunning);
  context.stdout.write(
    isRunning
      ? 'Running again; what came meanwhile is brought over by the next run.\n'
      : 'Paused. Nothing is lost: `garmin2strava resume` goes on.\n',
  );
  return EXIT.done;
}
