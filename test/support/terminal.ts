import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { requirePeer } from './peers.ts';
import { temporaryFolder } from './temporary-folder.ts';

const execute = promisify(execFile);
/** The screen belongs to another program, so it can only be looked at again and again. */
const LOOK_AGAIN = 40;
const PATIENCE = 15_000;

/** A real terminal with a shell in it. */
export interface Terminal {
  /** Types text as it stands, without Enter. */
  type(text: string): Promise<void>;
  /** Presses keys by tmux's names: `Enter`, `Down`, `C-c`. */
  press(...keys: readonly string[]): Promise<void>;
  /** What is on the screen, lines that scrolled away included; wrapped lines are joined. */
  screen(): Promise<string>;
  /** The same as the terminal lays it out: every row, with the codes of its colours. */
  rows(): Promise<string>;
  /** Empties the screen and what scrolled away. */
  clear(): Promise<void>;
  /** The screen as soon as it shows this. @throws Error with the screen when it does not come */
  waitFor(text: string | RegExp): Promise<string>;
}

/** Opens a terminal through a tmux server of its own; it is ended with the test. */
export async function openTerminal(options: {
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<Terminal> {
  const tmuxPath = requirePeer('tmux');
  const folder = await temporaryFolder();
  const environment = join(folder, 'environment');
  const exports = Object.entries(options.env).map(([name, value]) => `export ${name}='${value ?? ''}'\n`);
  await writeFile(environment, `${exports.join('')}PS1='$ '\n`, { mode: 0o600 });
  const tmux = async (...args: readonly string[]): Promise<string> => {
    // A bare environment: nothing of the developer's takes part, and secrets come from the file, not from argv.
    const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', ENV: environment };
    const { stdout } = await execute(tmuxPath, ['-S', join(folder, 'socket'), '-f', '/dev/null', '-u', ...args], {
      env,
    });
    return stdout;
  };
  const size = ['-x', String(options.columns), '-y', String(options.rows)];
  await tmux('new-session', '-d', ...size, '-c', folder, 'sh -i');
  onTestFinished(() => tmux('kill-server').then(() => undefined));
  const screen = async () => (await tmux('capture-pane', '-p', '-J', '-S', '-2000')).trimEnd();
  const terminal: Terminal = {
    type: async (text) => void (await tmux('send-keys', '-l', '--', text)),
    press: async (...keys) => void (await tmux('send-keys', ...keys)),
    screen,
    rows: async () => (await tmux('capture-pane', '-p', '-e', '-S', '-2000')).trimEnd(),
    async clear() {
      await tmux('send-keys', '-R');
      await tmux('clear-history');
    },
    async waitFor(text) {
      const isThere = (shown: string) => (typeof text === 'string' ? shown.includes(text) : text.test(shown));
      for (let waited = 0; waited < PATIENCE; waited += LOOK_AGAIN) {
        const shown = await screen();
        if (isThere(shown)) return shown;
        await delay(LOOK_AGAIN);
      }
      throw new Error(`The terminal does not show ${String(text)}:\n${await screen()}`);
    },
  };
  await terminal.waitFor('$');
  return terminal;
}
