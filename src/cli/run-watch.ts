import { type AccountStatus, accountStatus } from '../sync/accounts/account-status.ts';
import type { Config } from '../sync/config/config.ts';
import { namedTypes } from '../sync/config/named-types.ts';
import { UsageError } from '../sync/errors.ts';
import { READS_FOR_A_PERSON } from '../sync/quota-budget.ts';
import { runTick, type TickMemory, type TickResult } from '../sync/tick.ts';
import { MINUTE, SECOND } from '../sync/time.ts';
import { type Announcing, openAnnouncing } from './announce.ts';
import type { SyncFlags } from './commands/sync.ts';
import { loadConfig } from './config-file.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { noteUnknownTypes } from './note.ts';
import { openPorts } from './ports.ts';
import { openWatchScreen } from './present/watch-screen.ts';
import { readSettings } from './settings.ts';
import { syncOptions } from './sync-options.ts';

/** Looks differ by so much, so that not every machine asks at the same second. */
const JITTER = 10 * SECOND;
const UNFIT = ['dryRun', 'from', 'since', 'until', 'limit', 'json', 'detailedExitcode'] as const;

/**
 * `garmin2strava sync --watch`: what a deployment does every minute, on this machine, until Ctrl-C. Trouble is told and
 * waited out; where a login is gone nothing is asked until it is mended.
 * @throws UsageError
 */
export async function runWatch(context: Context, flags: SyncFlags): Promise<ExitCode> {
  const { clock, env, signal, randomBytes } = context;
  refuseUnfit(flags);
  noteUnknownTypes(context, namedTypes({ rules: flags.rules }));
  const settings = await readSettings(env);
  const config = await watchedConfig(flags, (await loadConfig(settings)).config, context);
  const ports = await openPorts(settings, context, { readOnly: false, reservedReads: READS_FOR_A_PERSON });
  const announcing = openAnnouncing(context, ports.store, config);
  const garmin = async () => (await accountStatus(settings, ports.store.documents, clock.now())).garmin;
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  const screen = await openWatchScreen(context);
  try {
    while (!signal.aborted) {
      const request = { dryRun: false, config, signal, report: screen.report };
      const result = await runTick({ ...ports, readAhead: async () => undefined }, memory, request);
      const untold = await announce(announcing, result, garmin);
      const pause = MINUTE + ((randomBytes(1)[0] ?? 0) / 255 - 0.5) * JITTER;
      screen.looked(result, { untold, nextAt: clock.now() + pause });
      await clock.sleep(pause, signal);
    }
    screen.ended();
  } finally {
    screen.stop();
  }
  return EXIT.interrupted;
}

function announce(
  announcing: Announcing,
  result: TickResult,
  garmin: () => Promise<AccountStatus>,
): Promise<readonly string[]> {
  if (result.kind === 'idle' || result.kind === 'busy') return announcing.idle();
  return announcing.after(result.kind === 'trouble' ? result.error : result.outcome.trouble, garmin);
}

async function watchedConfig(flags: SyncFlags, config: Config, { clock }: Context): Promise<Config> {
  const { rules, onLikelyDuplicate } = syncOptions(flags, config, clock.now());
  return { ...config, rules, 'on-likely-duplicate': onLikelyDuplicate };
}

function refuseUnfit(flags: SyncFlags): void {
  const unfit = UNFIT.find((name) => flags[name] !== undefined);
  if (unfit === undefined) return;
  const option = unfit.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError({
    message: `--watch looks for what is new, minute by minute, and does not go together with --${option}.`,
    hint: `Run \`garmin2strava sync --${option} …\` first, then \`garmin2strava sync --watch\`.`,
  });
}
