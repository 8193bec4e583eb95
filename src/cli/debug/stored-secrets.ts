import { join } from 'node:path';
import { nodeFileSystem as files } from '../../sync/store/file-system.ts';
import { loadConfig } from '../config-file.ts';
import type { Settings } from '../settings.ts';

/** What is shorter than this in a document is a word, not a secret. */
const LEAST = 8;

/** Every text that this machine keeps as a credential, and the addresses of notices. */
export async function storedSecrets(settings: Settings): Promise<readonly string[]> {
  const folder = join(settings.home, 'credentials');
  const names = await files.list(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => files.read(join(folder, name)).catch(() => null)));
  const config = await loadConfig(settings).catch(() => null);
  const addresses = [config?.config.notify, config?.config.heartbeat];
  return [...texts.map(parsed), ...addresses].flatMap(textsIn);
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length >= LEAST ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
