import { join } from 'node:path';
import { SYNC_EVENTS, type SyncEvent } from '../../sync/events.ts';
import { toIso } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { soundSettings } from '../doctor/sound-settings.ts';
import type { Settings } from '../settings.ts';
import { version } from '../version.ts';
import { eventLine } from './event-line.ts';
import { openLogFile } from './log-file.ts';
import { redact } from './redact.ts';
import { storedSecrets } from './stored-secrets.ts';
import { watchTraffic } from './traffic.ts';

const SECRET_NAME = /KEY|SECRET|TOKEN|PASS/;

export interface DebugLog {
  readonly path: string;
  /** Writes how the run ended, with what is a secret by now hidden too, and closes it. */
  finish(code: number, error: unknown): Promise<void>;
}

/**
 * Writes down what a run does, sends and how it ends, line by line while it does; without secrets, for others to look
 * at. Null where it cannot be written, which spoils no run.
 */
export async function openDebugLog(context: Context, argv: readonly string[]): Promise<DebugLog | null> {
  const { env, clock } = context;
  const begun = clock.now();
  const { settings } = await soundSettings(env);
  const name = `${toIso(begun).replaceAll(':', '-')}-${process.pid}`;
  const file = await openLogFile(join(settings.home, 'logs'), name);
  if (!file) return null;
  let secrets = await secretsOf(env, settings);
  const log = (text: string) =>
    file.write(redact(`${toIso(clock.now())} +${clock.now() - begun} ms  ${text}`, secrets));
  log(`garmin2strava ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`);
  log(`command: ${argv.join(' ')}`);
  const stop = listen(settings, clock.now, log);
  return {
    path: file.path,
    async finish(code, error) {
      stop();
      secrets = [...secrets, ...(await secretsOf(env, settings))];
      for (let at = error; at instanceof Error; at = at.cause) log(at.stack ?? String(at));
      log(`exit code ${code}`);
      file.close();
    },
  };
}

async function secretsOf(env: Context['env'], settings: Settings): Promise<readonly string[]> {
  const given = Object.entries(env).flatMap(([name, value]) => (SECRET_NAME.test(name) && value ? [value] : []));
  const { passPhrase, garmin, strava } = settings;
  // Those that were read from files too, whose variables tell but the path.
  const read = [passPhrase, garmin.apiKey, strava.app?.clientSecret, strava.refreshToken];
  return [...given, ...read.filter((it) => typeof it === 'string'), ...(await storedSecrets(settings))];
}

/** What the engine tells and what is sent; returns what ends it. */
function listen(settings: Settings, now: () => number, log: (text: string) => void): () => void {
  const onEvent = (event: unknown) => log(`sync: ${eventLine(event as SyncEvent)}`);
  SYNC_EVENTS.subscribe(onEvent);
  const stop = watchTraffic(harmless(settings), now, ({ method, address, outcome, ms, usage }) =>
    log(`${method} ${address} -> ${outcome} in ${ms} ms${usage ? ` (${usage})` : ''}`),
  );
  return () => {
    SYNC_EVENTS.unsubscribe(onEvent);
    stop();
  };
}

/** Addresses of people's channels are secrets from the first letter of their path on; those of the services are not. */
function harmless({ garmin, strava }: Settings): (origin: string) => boolean {
  const known = [garmin.personalApiUrl, ...Object.values(garmin.hosts), strava.apiUrl, strava.oauthUrl];
  const origins = new Set(known.flatMap((url) => (url ? [new URL(url).origin] : [])));
  return (origin) => origins.has(origin) || /^https:\/\/[\w.-]+\.(amazonaws|garmin)\.(com|cn)$/.test(origin);
}
