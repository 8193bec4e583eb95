import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from './free-port.ts';
import { requirePeer } from './peers.ts';

const PATIENCE = 30_000;
const LOOK_AGAIN = 50;

/** What every client and the command line need to talk to the emulator and to nothing else. */
export interface Moto {
  readonly url: string;
  /** Its state is wiped. */
  reset(): Promise<void>;
}

/** One emulator of AWS for all the tests of a file. */
export function useMoto(): () => Moto {
  let child: ChildProcess | null = null;
  let url = '';
  beforeAll(async () => {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const args = ['-H', '127.0.0.1', '-p', String(port)];
    child = spawn(requirePeer('moto_server'), args, { stdio: 'ignore', detached: false });
    await ready(url);
  }, PATIENCE);
  afterAll(async () => {
    if (!child || child.exitCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  });
  return () => ({
    url,
    reset: async () => void (await fetch(`${url}/moto-api/reset`, { method: 'POST' })),
  });
}

/** Credentials that open nothing but an emulator. */
export const AWS_ENV = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'eu-central-1',
} as const;

/** What a client of the SDK is opened with to reach it. */
export function clientSettings(endpoint: string) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_REGION: region } = AWS_ENV;
  return { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
}

async function ready(url: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE; waited += LOOK_AGAIN) {
    if (await fetch(`${url}/moto-api/`).catch(() => null)) return;
    await delay(LOOK_AGAIN);
  }
  throw new Error('moto does not start');
}
