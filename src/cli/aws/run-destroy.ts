import { carryBack } from '../../aws/deploy/carry.ts';
import { DEPLOYMENT } from '../../aws/deploy/deployment.ts';
import { destroy, planDestroy } from '../../aws/deploy/destroy.ts';
import type { Resource } from '../../aws/deploy/resource.ts';
import { allResources } from '../../aws/deploy/resources/all.ts';
import { STRAVA_APP } from '../../sync/accounts/strava-account.ts';
import { overwrite } from '../../sync/documents.ts';
import { GARMIN_CONNECTION } from '../../sync/garmin/garmin-connection.ts';
import { STRAVA_TOKEN } from '../../sync/strava/strava-token.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type AwsSession, describeDesired, openDeployment, ownBundles } from './aws-session.ts';
import { isConfirmed } from './confirmation.ts';
import { openDeployedStore } from './deployed-store.ts';

export interface DestroyFlags {
  readonly deleteData?: true;
  readonly yes?: true;
  readonly input: boolean;
}

/** What starts or is a run; when it is gone nothing renews a token in the table any more. */
const RUNNING = new Set<Resource['kind']>(['target', 'rule', 'function']);

/** `garmin2strava destroy`: the trigger first, then the profile comes home, then the rest. @throws ToolError */
export async function runDestroy(context: Context, flags: DestroyFlags): Promise<ExitCode> {
  const { stdout, stderr, clock, env } = context;
  const session = await openDeployment(context);
  const { settings, deployment: id, hosts } = session;
  const desired = describeDesired({ deployment: id, profile: settings.profile, env }, await ownBundles());
  const { remove, keep } = await planDestroy(allResources(hosts, desired, clock), {
    deleteData: flags.deleteData ?? false,
  });
  const list = (sign: string, resources: readonly Resource[], word: string) =>
    resources.map(({ kind, name }) => `${sign} ${kind.padEnd(10)} ${name}  ${word}\n`).join('');
  stdout.write(
    `Account ${id.account}, region ${id.region}\n\n${list('-', remove, 'delete')}${list('=', keep, 'keep')}`,
  );
  stdout.write('\nCredentials and ledger come back to this machine.\n');
  if (!(await isConfirmed(context, flags, { standard: false }))) {
    stdout.write('Nothing was changed.\n');
    return EXIT.done;
  }
  const tell = ({ kind, name }: Resource) => void stderr.write(`✓ ${kind} ${name}\n`);
  await destroy(
    remove.filter(({ kind }) => RUNNING.has(kind)),
    tell,
  );
  if ([...remove, ...keep].some(({ kind }) => kind === 'table')) await bringHome(session, context);
  await destroy(
    remove.filter(({ kind }) => !RUNNING.has(kind)),
    tell,
  );
  await overwrite(session.local.documents, DEPLOYMENT, null);
  stdout.write('Destroyed. From now on `garmin2strava sync` works from this machine.\n');
  return EXIT.done;
}

async function bringHome({ local, deployment, settings }: AwsSession, { clock }: Context): Promise<void> {
  const table = openDeployedStore(deployment, settings.profile, clock);
  await carryBack(local, table, [GARMIN_CONNECTION, STRAVA_APP, STRAVA_TOKEN]);
}
