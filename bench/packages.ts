import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface Locked {
  readonly packages: Readonly<
    Record<string, { readonly dependencies?: object; readonly optionalDependencies?: object }>
  >;
}

/** Folders of these packages and of all that they need, by the lockfile, and what they take on the disk. */
export async function closureOf(names: readonly string[]) {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Locked;
  const found = new Set<string>();
  const visit = (name: string, from: string) => {
    const place = resolve(packages, name, from);
    if (place === null || found.has(place)) return;
    found.add(place);
    for (const needed of Object.keys({ ...packages[place]?.dependencies })) visit(needed, place);
  };
  for (const name of names) visit(name, '');
  let bytes = 0;
  for (const path of found) bytes += await sizeOf(path);
  return { packages: [...found].sort(), bytes };
}

/** Node's own rule: the nearest `node_modules` upwards. */
function resolve(packages: Locked['packages'], name: string, from: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = join(at, 'node_modules', name);
    if (place in packages) return place;
    if (at === '') return null;
  }
}

async function sizeOf(path: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isFile() && !file.slice(path.length).includes('node_modules')) bytes += (await stat(file)).size;
  }
  return bytes;
}

export function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
