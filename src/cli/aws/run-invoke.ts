import { namesOf } from '../../aws/deploy/names.ts';
import { ToolError } from '../../sync/errors.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { tickView } from '../present/tick-view.ts';
import { openDeployment } from './aws-session.ts';

/** The function ended by an error that it does not know. */
export class FunctionFailedError extends ToolError {
  readonly code = 'FUNCTION_FAILED';
}

/** `garmin2strava invoke`: one run now, or what it would do. @throws ToolError */
export async function runInvoke(
  context: Context,
  { dryRun = false, json }: { readonly dryRun?: boolean; readonly json?: true },
): Promise<ExitCode> {
  const { deployment, hosts } = await openDeployment(context);
  const { text, isError } = await hosts.functions.invoke(namesOf(deployment).function, { dryRun });
  if (isError) {
    throw new FunctionFailedError({
      message: `The function failed: ${text.slice(0, 500)}`,
      hint: 'See `garmin2strava logs` for what came before; `garmin2strava deploy` puts its code right.',
    });
  }
  context.stdout.write(json ? `${text}\n` : `${tickView(text)}\n`);
  return EXIT.done;
}
