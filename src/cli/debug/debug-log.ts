import { join } from 'node:path';
import { serviceUrls } from '../../sync/accounts/service-urls.ts';
import { nodeFileSystem as files } from '../../sync/store/file-system.ts';
import { toIso } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings.ts';
import { version } from '../version.ts';
import { redact } from './redact.ts';
import { storedSecrets } from './stored-secrets.ts';
import { watchTraffic } from './traffic.ts';

/** So many logs are kept, the newest ones. */
const KEPT = 10;
const SECRET_NAME = /KEY|SECRET|TOKEN|PASS/;

export interface DebugLog {
  /** Ends it and returns where it lies; null where it could not be written, which spoils no run. */
  finish(code: number, error: unknown): Promise<string | null>;
}

/** Writes down what a run sends and how it ends; without secrets, for others to look at. */
export function openDebugLog(context: Context, argv: readonly string[]): DebugLog {
  const { env, clock } = context;
  const begun = clock.now();
  const lines = [`garmin2strava ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}`];
  const log = (text: string) => lines.push(`${toIso(clock.now())} +${clock.now() - begun} ms  ${text}`);
  log(`command: ${argv.join(' ')}`);
  const stop = watchTraffic(harmless(env), ({ method, address, status, usage }) =>
    log(`${method} ${address} -> ${status ?? 'no answer'}${usage ? ` (${usage})` : ''}`),
  );
  return {
    async finish(code, error) {
      stop();
      for (let at = error; at instanceof Error; at = at.cause) log(at.stack ?? String(at));
      log(`exit code ${code}`);
      const given = Object.entries(env).flatMap(([name, value]) => (SECRET_NAME.test(name) && value ? [value] : []));
      return keep(context, { lines, given }, begun);
    },
  };
}

/** Addresses of people's channels are secrets from the first letter of their path on; those of the services are not. */
function harmless(env: Context['env']): (origin: string) => boolean {
  const { garmin, strava } = serviceUrls(env);
  const known = [garmin.personalApiUrl, ...Object.values(garmin.hosts), strava.apiUrl, strava.oauthUrl];
  const origins = new Set(known.flatMap((url) => (url ? [new URL(url).origin] : [])));
  return (origin) => origins.has(origin) || /^https:\/\/[\w.-]+\.(amazonaws|garmin)\.(com|cn)$/.test(origin);
}

interface Written {
  readonly lines: readonly string[];
  /** Secrets of the environment. */
  readonly given: readonly string[];
}

async function keep({ env }: Context, { lines, given }: Written, begun: number): Promise<string | null> {
  try {
    const settings = await readSettings(env);
    const text = `${redact(lines.join('\n'), [...given, ...(await storedSecrets(settings))])}\n`;
    const folder = join(settings.home, 'logs');
    await files.makeDirectory(folder);
    const path = join(folder, `${toIso(begun).replaceAll(':', '-')}-${process.pid}.log`);
    await files.writeFlushed(path, text);
    const older = [...(await files.list(folder))]
      .filter((name) => name.endsWith('.log'))
      .sort()
      .slice(0, -KEPT);
    for (const name of older) await files.remove(join(folder, name));
    return path;
  } catch {
    return null;
  }
}
