import { access, constants, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadConfig } from '../../config-file.ts';
import { type Check, fail, ok, warn } from '../check.ts';

/** `engines` of package.json, in numbers; a test holds both together. */
export const NODE_LINES: Readonly<Record<number, number>> = { 20: 19, 22: 12, 24: 0 };
const NEWEST_LINE = 24;

export const node: Check = {
  id: 'node',
  title: 'Node.js',
  needs: [],
  run: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const least = major > NEWEST_LINE ? 0 : NODE_LINES[major];
    if (least !== undefined && minor >= least) return ok(process.versions.node);
    return fail(`${process.versions.node} is not supported`, 'Install Node.js 22 or 24.');
  },
};

export const settings: Check = {
  id: 'settings',
  title: 'Settings',
  needs: [],
  run: async ({ settings, faults }) => {
    const [first] = faults;
    if (!first) return ok(`profile ${settings.profile}`);
    return fail(faults.map(({ message }) => message).join(' '), first.hint);
  },
};

export const home: Check = {
  id: 'home',
  title: 'Folder',
  needs: ['profile'],
  run: async ({ settings: { home, configFile } }) => {
    const isThere = await can(home, constants.F_OK);
    if (isThere && !(await can(home, constants.W_OK))) {
      return fail(`${home} cannot be written to`, `chown it to your user, or set G2S_HOME.`);
    }
    const [path, ...others] = await openToOthers(home, configFile);
    if (path !== undefined) {
      const what = others.length === 0 ? path : `${path} and ${others.length} more`;
      const next = path.startsWith(home) ? `chmod -R go= '${home}'` : `chmod go= '${path}'`;
      return warn(`others on this machine can look into ${what}`, next);
    }
    if (isThere) return ok(home);
    const parent = await nearestThere(home);
    if (await isWritableFolder(parent)) return ok(`${home}, made with the first login`);
    return fail(
      `${home} cannot be made: ${parent} is no folder that can be written to`,
      'Set G2S_HOME to another one.',
    );
  },
};

/** What is there of a path. */
async function nearestThere(path: string): Promise<string> {
  const above = dirname(path);
  return above === path || (await can(path, constants.F_OK)) ? path : nearestThere(above);
}

async function isWritableFolder(path: string): Promise<boolean> {
  const isFolder = await stat(path).then((it) => it.isDirectory());
  return isFolder && (await can(path, constants.W_OK));
}

function can(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** What could hold a secret and is not for its owner alone. Windows keeps that elsewhere. */
async function openToOthers(home: string, configFile: string): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const folders = [home, join(home, 'credentials'), join(home, 'logs')];
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  const inside = folders.flatMap((folder, at) => (names[at] ?? []).map((name) => join(folder, name)));
  const paths = [...new Set([home, ...inside, configFile])];
  const modes = await Promise.all(paths.map(modeOf));
  return paths.filter((_path, at) => ((modes[at] ?? 0) & 0o077) !== 0);
}

/** Null where there is nothing, or nothing to be seen. */
async function modeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ mode }) => mode,
    () => null,
  );
}

export const config: Check = {
  id: 'config',
  title: 'Config',
  needs: ['profile'],
  run: async ({ settings }) => {
    const { config, raw } = await loadConfig(settings);
    if (raw === null) return ok('none: everything goes over');
    const rules = Object.keys(config.rules).length;
    const told = config.notify.length > 0 ? `${config.notify.length} to be told` : 'nobody to be told when it stops';
    return ok(`${rules} ${rules === 1 ? 'rule' : 'rules'}, ${told}`);
  },
};
