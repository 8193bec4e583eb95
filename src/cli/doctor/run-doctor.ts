import { ToolError } from '../../sync/errors.ts';
import { SECOND } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOfError } from '../exit-code.ts';
import { doctorJson, doctorView } from '../present/doctor-view.ts';
import { lookOf } from '../present/style.ts';
import { type Check, type Finding, fail } from './check.ts';
import { deployment } from './checks/aws.ts';
import { gear } from './checks/gear.ts';
import { config, home, node, settings } from './checks/machine.ts';
import { clockSkew, garminLogin, garminRead, nativeLink, quota, stravaLogin, stravaRead } from './checks/services.ts';
import { openProbe, type Probe } from './probe.ts';

/** Every check, in the order in which people read them. */
const CHECKS: readonly Check[] = [
  node,
  settings,
  home,
  config,
  garminLogin,
  garminRead,
  stravaLogin,
  stravaRead,
  nativeLink,
  clockSkew,
  gear,
  quota,
  deployment,
];

/** Nobody waits longer for a line; services are given up before that. */
const PATIENCE = 15 * SECOND;
/** The documented order of what is most urgent. */
const URGENCY: readonly ExitCode[] = [EXIT.appInactive, EXIT.authNeeded, EXIT.rateLimited, EXIT.someFailed];

export interface Diagnosis extends Pick<Check, 'id' | 'title'> {
  readonly finding: Finding;
}

/** `garmin2strava doctor`: everything at once, and what heals it. */
export async function runDoctor(context: Context, { json }: { readonly json?: true }): Promise<ExitCode> {
  const probe = await openProbe(context);
  const wanted = CHECKS.filter(({ needs }) => !needs.some((need) => probe.spoiled.has(need)));
  const found = await Promise.all(wanted.map((check) => examine(check, probe)));
  probe.close();
  const diagnoses = found.filter((it) => it !== null).filter(isNews);
  context.stdout.write(json ? doctorJson(diagnoses) : doctorView(diagnoses, lookOf(context)));
  return exitCodeOf(diagnoses);
}

async function examine({ id, title, run }: Check, probe: Probe): Promise<Diagnosis | null> {
  try {
    const finding = await Promise.race([run(probe), tooLong()]);
    return finding && { id, title, finding };
  } catch (error) {
    return { id, title, finding: { ...failureOf(error), error } };
  }
}

function failureOf(error: unknown): Finding {
  if (error instanceof ToolError) return fail(error.message, error.hint);
  const message = error instanceof Error ? error.message : String(error);
  return fail(`unexpected: ${message}`, 'Run `garmin2strava doctor --debug` and look into the log.');
}

/** Where several checks want the same answer and there is none, the first one tells it. */
function isNews({ finding: { error } }: Diagnosis, at: number, all: readonly Diagnosis[]): boolean {
  return error === undefined || !all.slice(0, at).some(({ finding }) => finding.error === error);
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
    const code = finding.error ? exitCodeOfError(finding.error) : id.endsWith('-login') ? EXIT.authNeeded : null;
    return URGENCY.find((it) => it === code) ?? EXIT.someFailed;
  });
  return URGENCY.find((code) => codes.includes(code)) ?? EXIT.done;
}
