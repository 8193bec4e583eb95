import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BIN } from '../../support/binary.ts';
import { type PeerName, testWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

interface Shell {
  readonly peers: readonly PeerName[];
  /** Starts it with nothing of its own, and has it read the script in `$HOME`. */
  readonly start: string;
}

const SHELLS: Readonly<Record<'bash' | 'zsh' | 'fish', Shell>> = {
  bash: { peers: ['tmux'], start: 'PS1="> " exec bash --norc --noprofile' },
  zsh: { peers: ['tmux', 'zsh'], start: 'PS1="> " exec zsh -f' },
  // What fish proposes by itself would look like what Tab completes.
  fish: { peers: ['tmux', 'fish'], start: `exec fish -C 'set -g fish_autosuggestion_enabled 0'` },
};
const READ_SCRIPT = {
  bash: 'garmin2strava completion bash > ~/script; source ~/script; echo re"ady"',
  // As a file on its path, which is how it is installed.
  zsh: 'fpath=(~/functions $fpath); garmin2strava completion zsh > ~/functions/_garmin2strava; autoload -Uz compinit; compinit -u -d ~/dump; echo re"ady"',
  fish: 'garmin2strava completion fish > ~/.config/fish/completions/garmin2strava.fish; echo re"ady"',
};

/** A shell that knows the completions, in a folder with `export-of-mine.json`. */
async function openShell(shell: keyof typeof SHELLS): Promise<Terminal> {
  const home = await temporaryFolder();
  // Where fish finds the last of them, it does not begin to read every manual page in the background.
  const folders = ['bin', 'functions', '.config/fish/completions', '.local/share/fish/generated_completions'];
  for (const folder of folders) await mkdir(join(home, folder), { recursive: true });
  const program = join(home, 'bin', 'garmin2strava');
  await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  await chmod(program, 0o755);
  await writeFile(join(home, 'export-of-mine.json'), '{}');
  const env = {
    PATH: `${join(home, 'bin')}:${process.env['PATH']}`,
    HOME: home,
    G2S_HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  const terminal = await openTerminal({ columns: 120, rows: 40, env });
  const enter = async (line: string) => {
    await terminal.type(line);
    await terminal.press('Enter');
  };
  await enter(`cd "$HOME"; ${SHELLS[shell].start}`);
  await enter(READ_SCRIPT[shell]);
  await terminal.waitFor(/^ready/m);
  return terminal;
}

/** A Ctrl-C that comes before the completion has ended is not the line's. */
async function leaveLine(terminal: Terminal): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    await terminal.press('C-c');
    const lines = (await terminal.screen()).split('\n');
    if (!lines.at(-1)?.includes('garmin2strava')) return;
  }
}

for (const shell of ['bash', 'zsh', 'fish'] as const) {
  testWith(...SHELLS[shell].peers)(
    `${shell} completes commands, values and files`,
    async () => {
      const terminal = await openShell(shell);
      const complete = async (typed: string, completed: string) => {
        await terminal.type(typed);
        await terminal.press('Tab');
        await terminal.waitFor(completed);
        await leaveLine(terminal);
      };
      await complete('garmin2strava hist', 'garmin2strava history');
      await complete('garmin2strava auth garmin --way ac', '--way account');
      await complete('garmin2strava auth garmin --way=ti', '--way=ticket');
      await complete('garmin2strava sync --on-likely-duplicate=up', '--on-likely-duplicate=upload');
      await complete('garmin2strava auth import export-of', 'import export-of-mine.json');
      await complete('garmin2strava sync --from=export-of', '--from=export-of-mine.json');
      await complete('garmin2strava doctor --deb', 'doctor --debug');
    },
    60_000,
  );
}
