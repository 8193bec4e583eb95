import { readFile } from 'node:fs/promises';
import { type Config, NO_CONFIG } from '../sync/config/config.ts';
import { UsageError } from '../sync/errors.ts';
import type { Settings } from './settings.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** The content as plain JSON; null where there is no file. */
  readonly raw: unknown;
}

/** The profile's config file. @throws UsageError naming every line that is wrong */
export async function loadConfig({ configFile }: Pick<Settings, 'configFile'>): Promise<LoadedConfig> {
  const text = await readConfigText(configFile);
  if (text === null) return { config: NO_CONFIG, raw: null };
  const { parseConfig } = await import('../sync/config/config-file.ts');
  const parsed = parseConfig(text);
  if (parsed.kind === 'good') return parsed;
  const problems = parsed.problems.map(
    ({ line, field, message }) => `line ${line}: ${field ? `${field} ` : ''}${message}`,
  );
  throw new UsageError({
    message: `${configFile} cannot be used: ${problems.join('; ')}.`,
    ...(problems.length > 1 && { lines: [`${configFile} cannot be used:`, ...problems] }),
    hint: 'Mend it with `garmin2strava config edit`.',
  });
}

/** Null where there is no such file. @throws UsageError when it is there and cannot be read */
export async function readConfigText(configFile: string): Promise<string | null> {
  try {
    return await readFile(configFile, 'utf8');
  } catch (error) {
    // A home that is a file is the store's to complain about.
    if (error instanceof Error && 'code' in error && /^(ENOENT|ENOTDIR)$/.test(String(error.code))) return null;
    throw new UsageError({
      message: `${configFile} cannot be read.`,
      hint: 'Check that your user may read the file.',
      cause: error,
    });
  }
}
