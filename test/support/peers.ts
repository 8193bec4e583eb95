import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

/** A program that a suite needs beside npm, and how a person gets it. */
interface Peer {
  readonly names: readonly string[];
  readonly elsewhere: readonly string[];
  readonly get: string;
}

const PEERS = {
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    elsewhere: [
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    get: 'apt-get install chromium, or brew install --cask chromium',
  },
  lambda_runtime: {
    names: [],
    elsewhere: [fileURLToPath(new URL('../../.cache/lambda/node', import.meta.url))],
    get: 'scripts/get-lambda-runtime .cache/lambda on Linux',
  },
  moto_server: {
    names: ['moto_server'],
    elsewhere: [fileURLToPath(new URL('../../.cache/moto/moto_server', import.meta.url))],
    get: "scripts/get-moto .cache/moto on Debian, or pipx install 'moto[server]'",
  },
  fish: { names: ['fish'], elsewhere: [], get: 'apt-get install fish, or brew install fish' },
  tmux: { names: ['tmux'], elsewhere: [], get: 'apt-get install tmux, or brew install tmux' },
  zsh: { names: ['zsh'], elsewhere: [], get: 'apt-get install zsh; macOS has it' },
} as const satisfies Record<string, Peer>;

export type PeerName = keyof typeof PEERS;

/** Path of a peer's program; null where this machine has none. */
export function findPeer(name: PeerName): string | null {
  const { names, elsewhere } = PEERS[name];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const places = [...names.flatMap((program) => folders.map((folder) => join(folder, program))), ...elsewhere];
  return places.find(isExecutable) ?? null;
}

/** @throws Error that says how to get it */
export function requirePeer(name: PeerName): string {
  const path = findPeer(name);
  if (path === null) throw new Error(`${name} is not on this machine. Get it with: ${PEERS[name].get}`);
  return path;
}

/**
 * `test` where the peers are there. Where one is missing the tests are skipped, and that is said loudly; with
 * `G2S_TEST_REQUIRE=all` they fail instead.
 */
export function testWith(...names: readonly PeerName[]): typeof test {
  return areThere(names) ? test : (test.skip as typeof test);
}

/** The same for a whole suite. */
export function describeWith(...names: readonly PeerName[]): typeof describe {
  return areThere(names) ? describe : (describe.skip as typeof describe);
}

function areThere(names: readonly PeerName[]): boolean {
  const missing = names.filter((name) => findPeer(name) === null);
  if (missing.length === 0 || process.env['G2S_TEST_REQUIRE'] === 'all') return true;
  for (const name of missing) {
    process.stderr.write(`\n*** SKIPPED: tests that need ${name}. Get it with: ${PEERS[name].get} ***\n\n`);
  }
  return false;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
