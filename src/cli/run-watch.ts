import { accountStatus } from '../sync/accounts/account-status.ts';
import type { Config } from '../sync/config/config.ts';
import { ToolError, UsageError } from '../sync/errors.ts';
import { Announcer } from '../sync/notices/announcer.ts';
import { READS_FOR_A_PERSON } from '../sync/quota-budget.ts';
import { runTick, type TickMemory, type TickResult } from '../sync/tick.ts';
import { MINUTE, SECOND } from '../sync/time.ts';
import type { SyncFlags } from './commands/sync.ts';
import { loadConfig } from './config-file.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
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
  const { clock, env, fetch, signal, randomBytes } = context;
  refuseUnfit(flags);
  const settings = await readSettings(env);
  const config = await watchedConfig(flags, (await loadConfig(settings)).config, context);
  const ports = await openPorts(settings, context, { readOnly: false, reservedReads: READS_FOR_A_PERSON });
  const { documents } = ports.store;
  const announcer = new Announcer({ documents, clock, fetch });
  const audience = { channels: config.notify, heartbeat: config.heartbeat ?? null };
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  const screen = await openWatchScreen(context);
  while (!signal.aborted) {
    const request = { dryRun: false, config, signal, report: screen.report };
    const result = await runTick({ ...ports, readAhead: async () => undefined }, memory, request);
    const { garmin } = await accountStatus(settings, documents, clock.now());
    const keyEndsAt = garmin.way === 'personal-key' ? garmin.endsAt : null;
    const untold = await tell(() => announce(announcer, result, keyEndsAt, audience));
    const pause = MINUTE + ((randomBytes(1)[0] ?? 0) / 255 - 0.5) * JITTER;
    screen.looked(result, { untold, nextAt: clock.now() + pause });
    await clock.sleep(pause, signal);
  }
  screen.stop();
  return EXIT.interrupted;
}

function announce(
  announcer: Announcer,
  result: TickResult,
  keyEndsAt: number | null,
  audience: Parameters<Announcer['after']>[1],
): Promise<readonly string[]> {
  if (result.kind === 'idle' || result.kind === 'busy') return announcer.idle(audience);
  const trouble = result.kind === 'trouble' ? result.error : result.outcome.trouble;
  return announcer.after({ trouble, keyEndsAt }, audience);
}

async function tell(announcing: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await announcing();
  } catch (error) {
    if (error instanceof ToolError) return [error.message];
    throw error;
  }
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
