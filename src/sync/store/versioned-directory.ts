import { randomUUID } from 'node:crypto';
import { ConflictError } from '../errors.ts';
import type { Versioned } from '../ports.ts';
import { type FileSystem, hasCode } from './file-system.ts';

/** Leftovers of a writer that was killed are swept when they are this old: no write takes that long. */
const LEFTOVER_AGE = 3_600_000;

/**
 * A directory of small JSON values that many processes read and write at once, without a lock.
 *
 * The value of a key is the file `<key>.<version>.json` with the highest version. Version n+1 is written whole to a
 * private temporary file, flushed, and then linked to its name. `link` is atomic and fails where the name is taken, so
 * - a name either does not exist or holds a complete value: a kill or a power cut at any line leaves the old value or
 *   the new one, and at worst a temporary file or a lower version, which nobody reads;
 * - of two writers based on version n one links n+1, the other gets EEXIST and a conflict;
 * - a writer that slept through n+1 and n+2, whose lower file is already swept, could link n+1 once more: it looks again
 *   after linking, sees n+2, takes its file back and reports a conflict. The highest version is never removed, so a
 *   reader never sees the stale one;
 * - a reader whose file is swept between listing and opening lists again and finds a higher one.
 */
export class VersionedDirectory {
  readonly #fs: FileSystem;
  readonly #path: string;

  constructor(fs: FileSystem, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  async read(key: string): Promise<Versioned<string> | null> {
    for (;;) {
      const version = Math.max(0, ...(await this.#versions(key)));
      if (version === 0) return null;
      const value = await this.#fs.read(this.#file(key, version));
      if (value !== null) return { value, version };
    }
  }

  /** Stores `value` as version `expected` + 1. @throws ConflictError */
  async write(key: string, value: string, expected: number): Promise<number> {
    const version = expected + 1;
    await this.#fs.makeDirectory(this.#path);
    const found = await this.#versions(key);
    if (Math.max(0, ...found) !== expected) throw conflict(key);
    await this.#link(key, version, value);
    const after = await this.#versions(key);
    if (Math.max(...after) > version) {
      await this.#fs.remove(this.#file(key, version));
      throw conflict(key);
    }
    for (const lower of after.filter((it) => it < version)) await this.#fs.remove(this.#file(key, lower));
    return version;
  }

  async delete(key: string): Promise<void> {
    for (const version of await this.#versions(key)) await this.#fs.remove(this.#file(key, version));
  }

  async keys(): Promise<readonly string[]> {
    return [...new Set((await this.#entries()).map(({ key }) => key))];
  }

  async #link(key: string, version: number, value: string): Promise<void> {
    const temporary = `${this.#path}/.tmp-${randomUUID()}`;
    try {
      await this.#fs.writeFlushed(temporary, value);
      await this.#fs.link(temporary, this.#file(key, version));
      await this.#fs.flushDirectory(this.#path);
    } catch (error) {
      if (hasCode(error, 'EEXIST')) throw conflict(key);
      throw error;
    } finally {
      await this.#fs.remove(temporary).catch(() => undefined);
    }
    await this.#fs.sweep(this.#path, '.tmp-', LEFTOVER_AGE);
  }

  async #versions(key: string): Promise<readonly number[]> {
    const name = encode(key);
    return (await this.#entries()).filter((entry) => entry.name === name).map(({ version }) => version);
  }

  async #entries(): Promise<readonly { name: string; key: string; version: number }[]> {
    return (await this.#fs.list(this.#path)).flatMap((file) => {
      const parts = /^(.+)\.(\d+)\.json$/.exec(file);
      if (!parts?.[1]) return [];
      return [{ name: parts[1], key: decode(parts[1]), version: Number(parts[2]) }];
    });
  }

  #file(key: string, version: number): string {
    return `${this.#path}/${encode(key)}.${version}.json`;
  }
}

/** Any text as a file name that differs from every other one also where upper and lower case are the same. */
export function encode(key: string): string {
  return key.replace(/[^a-z0-9_-]/g, (char) =>
    [...Buffer.from(char, 'utf8')].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

export function decode(name: string): string {
  return Buffer.from(
    name.replace(/=([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
}

function conflict(key: string): ConflictError {
  return new ConflictError({
    message: `Another process has changed ${key} meanwhile.`,
    hint: 'Run the same command again.',
  });
}
