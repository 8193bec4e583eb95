import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import { run } from '../../src/cli/program.ts';
import type { Prompts } from '../../src/cli/prompts.ts';
import type { Environment } from '../../src/cli/settings.ts';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { readDataFile } from '../../src/sync/sandbox/garmin/data-file.ts';
import { type GarminSandbox, startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { type StravaSandbox, startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { type Clock, MINUTE } from '../../src/sync/time.ts';
import { accountEnv } from './account-env.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A day after the recordings that the tests use were made. */
export const START = Date.UTC(2017, 5, 13, 7, 20);

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Both services on loopback, a home folder and the command line, all on one clock. */
export interface Bench {
  readonly clock: ManualClock;
  readonly garmin: GarminSandbox;
  readonly strava: StravaSandbox;
  readonly home: string;
  readonly env: Environment;
  cli(...args: string[]): Promise<CliResult>;
  cliOn(terminal: TerminalOptions, ...args: string[]): Promise<CliResult>;
  /** What a command gets on that terminal, for parts of one. */
  contextOn(terminal: TerminalOptions): Context;
}

export interface TerminalOptions {
  readonly columns: number | null;
  readonly env?: Environment;
  readonly signal?: AbortSignal;
  /** What a person types; without it nobody can be asked. */
  readonly prompts?: Prompts;
  /** What comes through a pipe. */
  readonly stdin?: string;
  /** What a browser does with an address that it is shown. */
  readonly openBrowser?: (url: string) => Promise<void>;
  /** Lets the time pass that is waited for a person. */
  readonly nobodyAnswers?: true;
  readonly randomBytes?: Context['randomBytes'];
  readonly fetch?: Context['fetch'];
}

export async function openBench(
  activities: readonly SandboxActivity[] = [],
  makeHome: () => Promise<string> = temporaryFolder,
): Promise<Bench> {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, activities });
  const strava = await startStravaSandbox({ clock });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const home = await makeHome();
  const env: Environment = {
    HOME: home,
    G2S_HOME: home,
    ...accountEnv(garmin, strava),
    G2S_GARMIN_API_URL: garmin.url,
    G2S_GARMIN_SSO_URL: garmin.url,
    G2S_GARMIN_DI_URL: garmin.url,
  };
  const contextOn = (terminal: TerminalOptions) => ({
    env: { ...env, ...terminal.env },
    stdout: sink(terminal.columns),
    stderr: sink(null),
    stdin: Readable.from([terminal.stdin ?? '']),
    prompts: terminal.prompts ?? null,
    randomBytes: terminal.randomBytes ?? randomBytes,
    openBrowser: terminal.openBrowser ?? (async () => undefined),
    clock: terminal.nobodyAnswers ? clock : patient(clock),
    fetch: terminal.fetch ?? globalThis.fetch,
    signal: terminal.signal ?? new AbortController().signal,
  });
  const cliOn: Bench['cliOn'] = async (terminal, ...args) => {
    const context = contextOn(terminal);
    const code = await run(args, context);
    return { code, stdout: context.stdout.text(), stderr: context.stderr.text() };
  };
  const cli: Bench['cli'] = (...args) => cliOn({ columns: null }, ...args);
  return { clock, garmin, strava, home, env, contextOn, cliOn, cli };
}

/** The clock of a command line whose user answers: what it would wait for a person does not pass. */
function patient(clock: ManualClock): Clock {
  const sleep = (ms: number, signal?: AbortSignal) =>
    ms < 5 * MINUTE
      ? clock.sleep(ms, signal)
      : new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  return { now: clock.now, sleep };
}

function sink(columns: number | null) {
  let written = '';
  return {
    write: (text: string) => {
      written += text;
    },
    text: () => written,
    ...(columns !== null && { isTTY: true, columns }),
  };
}

/** A short run of 2017-06-11, recorded by a fenix 5. */
export async function fenixRun(changes: Partial<SandboxActivity> & { row?: object } = {}): Promise<SandboxActivity> {
  const row = {
    activityId: 10000000001,
    activityName: 'Evening run',
    startTimeLocal: '2017-06-11 16:34:09',
    startTimeGMT: '2017-06-11 14:34:09',
    activityType: { typeId: 1, typeKey: 'running', parentTypeId: 17 },
    distance: 170,
    duration: 56.887,
    elapsedDuration: 56.887,
    manualActivity: false,
    ...changes.row,
  };
  return { original: await zipOf('garmin-fenix-5-run.fit'), ...changes, row };
}

/** A short ride of 2017-06-12, recorded by a fenix 5. */
export async function fenixRide(changes: Partial<SandboxActivity> & { row?: object } = {}): Promise<SandboxActivity> {
  return fenixRun({
    original: await zipOf('garmin-fenix-5-bike.fit'),
    ...changes,
    row: {
      activityId: 10000000002,
      activityName: 'Ride home',
      startTimeLocal: '2017-06-12 18:09:22',
      startTimeGMT: '2017-06-12 16:09:22',
      activityType: { typeId: 2, typeKey: 'cycling', parentTypeId: 17 },
      distance: 310,
      duration: 60.363,
      elapsedDuration: 60.363,
      ...changes.row,
    },
  });
}

export async function zipOf(...files: string[]): Promise<SandboxActivity['original']> {
  const entries = await Promise.all(files.map(async (name) => ({ name, bytes: await readDataFile(name) })));
  return { kind: 'zip', entries };
}

export function json(result: CliResult): SyncJson {
  return JSON.parse(result.stdout) as SyncJson;
}

export interface SyncJson {
  readonly dryRun: boolean;
  readonly activities: readonly {
    readonly garminId: string;
    readonly decision: string;
    readonly reason: string;
    readonly detail: string;
    readonly stravaIds: readonly string[];
    readonly uploadId: string | null;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly quota: { readonly overall: object | null; readonly read: object | null } | null;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}
