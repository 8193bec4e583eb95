// Makes the pictures of docs/pictures: the built command line in a real terminal, against the stand-ins.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { svgOf } from './svg.mjs';

const execute = promisify(execFile);
const COLUMNS = 120;
const BIN = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const FOLDER = process.argv[2] ?? fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

/** The commands, in the order in which a person would type them; each sees what those before it have done. */
const SHOTS = [
  ['sync-dry-run', 'sync --since all --dry-run'],
  ['sync', 'sync --since all --yes'],
  ['history', 'history --limit 8'],
  ['why', 'why 11998957007'],
  ['auth-status', 'auth status'],
  ['doctor', 'doctor'],
];

/** What differs from run to run and from machine to machine, and tells nobody anything. */
function settled(text, home) {
  return (
    text
      .replaceAll(home, '~/.local/state/garmin2strava')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ, renewed/g, '2026-11-24T18:00:00Z, renewed')
      .replace(/within \d+ s/g, 'within 1 s')
      // How often an upload is asked about depends on how fast the machine is.
      .replace(/\d+ of 2000 requests today, \d+ of 1000/g, '15 of 2000 requests today, 7 of 1000')
      .replace(/\b(2[024])\.\d+\.\d+\b/g, '24.11.0')
  );
}

async function startDemo(home) {
  const child = spawn(process.execPath, [BIN, 'demo', '--serve'], {
    env: { PATH: process.env.PATH, HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  for await (const chunk of child.stdout) {
    printed += chunk;
    if (printed.includes('Ctrl-C')) break;
  }
  const entries = [...printed.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]);
  return { child, env: Object.fromEntries(entries) };
}

/** The command in a terminal of tmux, until it has ended; its screen with colours. */
async function screenOf(folder, environment, name, command) {
  const tmux = (...args) =>
    execute('tmux', ['-S', join(folder, `socket-${name}`), '-f', '/dev/null', '-u', ...args], {
      env: { PATH: process.env.PATH, LANG: 'C.UTF-8', TERM: 'xterm-256color' },
    });
  const done = join(folder, 'done');
  const script = `. '${environment}'; '${process.execPath}' '${BIN}' ${command} 2>/dev/null; echo $? > '${done}'; sleep 60`;
  await tmux('new-session', '-d', '-x', String(COLUMNS), '-y', '60', `sh -c "${script.replaceAll('"', '\\"')}"`);
  while ((await readFile(done, 'utf8').catch(() => '')) === '') await delay(50);
  await delay(150);
  const { stdout } = await tmux('capture-pane', '-p', '-e', '-S', '-200');
  await tmux('kill-server');
  await rm(done);
  return stdout;
}

const home = await mkdtemp(join(tmpdir(), 'garmin2strava-pictures-'));
const { child, env } = await startDemo(home);
try {
  const own = { ...env, HOME: home, G2S_HOME: home, G2S_PROFILE: 'default' };
  const environment = join(home, 'environment');
  await writeFile(
    environment,
    Object.entries(own)
      .map(([name, value]) => `export ${name}='${value}'\n`)
      .join(''),
  );
  for (const [name, command] of SHOTS) {
    const screen = settled(await screenOf(home, environment, name, command), home);
    const typed = `\x1b[2m$\x1b[0m garmin2strava ${command}`;
    await writeFile(join(FOLDER, `${name}.svg`), svgOf(`garmin2strava ${command}`, `${typed}\n${screen}`, COLUMNS));
    process.stdout.write(`${join(FOLDER, name)}.svg\n`);
  }
} finally {
  child.kill('SIGINT');
  await rm(home, { recursive: true, force: true });
}
