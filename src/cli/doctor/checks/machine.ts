import { access, constants, stat } from 'node:fs/promises';
import { loadConfig } from '../../config-file.ts';
import { type Check, fail, ok, warn } from '../check.ts';

/** `engines` of package.json, in numbers; a test holds both together. */
export const NODE_LINES: Readonly<Record<number, number>> = { 20: 19, 22: 12, 24: 0 };
const NEWEST_LINE = 24;

export const node: Check = {
  id: 'node',
  title: 'Node.js',
  run: async () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    const least = major > NEWEST_LINE ? 0 : NODE_LINES[major];
    if (least !== undefined && minor >= least) return ok(process.versions.node);
    return fail(`${process.versions.node} is not supported`, 'Install Node.js 22 or 24.');
  },
};

export const home: Check = {
  id: 'home',
  title: 'Folder',
  run: async ({ settings: { home } }) => {
    const mode = await modeOf(home);
    if (mode === null) return ok(`${home}, made with the first login`);
    const isWritable = await access(home, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable) return fail(`${home} cannot be written to`, `chown it to your user, or set G2S_HOME.`);
    const isOpen = process.platform !== 'win32' && (mode & 0o077) !== 0;
    if (isOpen) return warn(`others on this machine can look into ${home}`, `chmod 700 '${home}'`);
    return ok(home);
  },
};

async function modeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).mode;
  } catch {
    return null;
  }
}

export const config: Check = {
  id: 'config',
  title: 'Config',
  run: async ({ settings }) => {
    const { config, raw } = await loadConfig(settings);
    if (raw === null) return ok('none: everything goes over');
    const rules = Object.keys(config.rules).length;
    const told = config.notify.length > 0 ? `${config.notify.length} to be told` : 'nobody to be told when it stops';
    return ok(`${rules} ${rules === 1 ? 'rule' : 'rules'}, ${told}`);
  },
};
