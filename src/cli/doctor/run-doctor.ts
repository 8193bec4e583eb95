import { ToolError } from '../../sync/errors.ts';
import { SECOND } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOfError } from '../exit-code.ts';
import { doctorJson, doctorView } from '../present/doctor-view.ts';
import { lookOf } from '../present/style.ts';
import { type Check, type Finding, fail } from './check.ts';
import { deployment } from './checks/aws.ts';
import { config, home, node } from './checks/machine.ts';
import { clockSkew, garminLogin, garminRead, nativeLink, quota, stravaLogin, stravaRead } from './checks/services.ts';
import { openProbe, type Probe } from './probe.ts';

/** Every check, in the order in which people read them. */
const CHECKS: readonly Check[] = [
  node,
  home,
  config,
  garminLogin,
  garminRead,
  stravaLogin,
  stravaRead,
  nativeLink,
  clockSkew,
  quota,
  deployment,
];

/** Nobody waits longer for a line. */
const PATIENCE = 15 * SECOND;
/** The documented order of what is most urgent. */
const URGENCY: readonly ExitCode[] = [EXIT.appInactive, EXIT.authNeeded, EXIT.rateLimited, EXIT.someFailed];

export interface Diagnosis extends Pick<Check, 'id' | 'title'> {
  readonly finding: Finding;
}

/** `garmin2strava doctor`: everything at once, and what heals it. @throws UsageError where a setting cannot be read */
export async function runDoctor(context: Context, { json }: { readonly json?: true }): Promise<ExitCode> {
  const probe = await openProbe(context);
  const found = await Promise.all(CHECKS.map((check) => examine(check, probe)));
  const diagnoses = found.filter((it) => it !== null);
  context.stdout.write(json ? doctorJson(diagnoses) : doctorView(diagnoses, lookOf(context)));
  return exitCodeOf(diagnoses);
}

async function examine({ id, title, run }: Check, probe: Probe): Promise<Diagnosis | null> {
  try {
    const finding = await Promise.race([run(probe), tooLong()]);
    return finding && { id, title, finding };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { id, title, finding: { ...fail(error.message, error.hint), error } };
  }
}

/** A timer that keeps no process alive. */
function tooLong(): Promise<Finding> {
  const finding = fail(`no answer within ${PATIENCE / SECOND} s`, 'Check the network connection and run this again.');
  return new Promise((resolve) => {
    AbortSignal.timeout(PATIENCE).addEventListener('abort', () => resolve(finding), { once: true });
  });
}

function exitCodeOf(diagnoses: readonly Diagnosis[]): ExitCode {
  const failures = diagnoses.filter(({ finding }) => finding.state === 'fail');
  const codes = failures.map(({ id, finding }) => {
    if (id.endsWith('-login')) return EXIT.authNeeded;
    const code = finding.error ? exitCodeOfError(finding.error) : EXIT.someFailed;
    return URGENCY.includes(code) ? code : EXIT.someFailed;
  });
  return URGENCY.find((code) => codes.includes(code)) ?? EXIT.done;
}
