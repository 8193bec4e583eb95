import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { readDataFile } from '../../../src/sync/sandbox/garmin/data-file.ts';
import { startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../../../src/sync/time.ts';
import { accountEnv } from '../../support/account-env.ts';
import { fenixRide, fenixRun } from '../../support/bench.ts';
import { BIN, runBinary } from '../../support/binary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTerminal, type Terminal } from '../../support/terminal.ts';

export interface Screens {
  readonly terminal: Terminal;
  /** Types a command, waits for its end and returns its screen with the exit code below, the same on every day and machine. */
  show(command: string): Promise<string>;
  /** The same for one that goes on: its screen as soon as it shows the text, and what Ctrl-C makes of it. */
  showUntil(text: string, command: string): Promise<string>;
  /** What a command prints into a pipe. */
  piped(...args: readonly string[]): Promise<string>;
}

/** A user with a run, a ride that Strava has already, and a watch's folder, on a real terminal. */
export async function openScreens({ columns, noColor }: { columns: number; noColor: boolean }): Promise<Screens> {
  const garmin = await startGarminSandbox({ clock: systemClock, activities: [await fenixRun(), await fenixRide()] });
  const strava = await startStravaSandbox({ clock: systemClock, settings: { processingMs: 0 } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  strava.addActivity({
    startTime: Date.UTC(2017, 5, 12, 16, 9, 22),
    elapsedTime: 60,
    name: 'Ride home',
    sportType: 'Ride',
  });
  const home = await temporaryFolder();
  await mkdir(join(home, 'watch'));
  await writeFile(join(home, 'watch', 'B6BG5029.FIT'), await readDataFile('garmin-edge-820-bike.fit'));
  const env = {
    HOME: home,
    G2S_HOME: home,
    EDITOR: 'true',
    ...accountEnv(garmin, strava),
    ...(noColor && { NO_COLOR: '1' }),
  };
  const terminal = await openTerminal({ columns, rows: 60, env });
  await terminal.type(`g() { '${process.execPath}' '${BIN}' "$@"; }; cd "$HOME"`);
  await terminal.press('Enter');
  const look = { noColor, home };
  const begin = async (command: string) => {
    await terminal.clear();
    await terminal.type(`${command}; echo "[$?]"`);
    await terminal.press('Enter');
  };
  const end = async () => {
    await terminal.waitFor(/^\[\d+\]$/m);
    return judged(await terminal.rows(), look);
  };
  return {
    terminal,
    async show(command) {
      await begin(command);
      return end();
    },
    async showUntil(text, command) {
      await begin(command);
      await terminal.waitFor(text);
      const before = judged(await terminal.rows(), look);
      await terminal.press('C-c');
      return `${before}\n--- Ctrl-C ---\n${await end()}`;
    },
    async piped(...args) {
      const { stdout, stderr } = await runBinary({ ...process.env, ...env, FORCE_COLOR: undefined }, ...args);
      return stdout + stderr;
    },
  };
}

/** A code that sets a foreground, as tmux writes it. */
export const COLOUR = /\[(\d+;)*3\dm/;

/** @throws AssertionError where a screen is coloured against the user's wish */
function judged(rows: string, { noColor, home }: { noColor: boolean; home: string }): string {
  if (noColor) expect(rows).not.toMatch(COLOUR);
  const [, ...lines] = stripVTControlCharacters(rows).split('\n');
  const last = lines.findIndex((line) => /^\[\d+\]$/.test(line));
  return steady(
    lines
      .slice(0, last < 0 ? undefined : last + 1)
      .map((line) => line.trimEnd())
      .join('\n'),
    home,
  );
}

function steady(text: string, home: string): string {
  return text
    .replaceAll(home, '<home>')
    .replaceAll(process.versions.node, '<node>')
    .replace(/20[2-9]\d-\d\d-\d\d/g, '<today>')
    .replace(/\d\d:\d\d(:\d\d)?(?= UTC|Z|, next)/g, '<time>')
    .replace(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/gm, '⠋')
    .replace(/\d+ of (?=[12]000)/g, '<some> of ')
    .replace(/127\.0\.0\.1:\d+/g, '<host>')
    .replace(/token=[\w-]+/g, 'token=<token>');
}
