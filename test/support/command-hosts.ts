import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { BinaryResult } from './binary.ts';

const HOST = fileURLToPath(new URL('./command-host.mjs', import.meta.url));

type Finished = Pick<BinaryResult, 'code' | 'stdout' | 'stderr'>;

/**
 * Runs command lines as built, without the bundle's start, in processes that go on to the next one: for tests with
 * hundreds of them. What happens to a process, such as a signal, and the start itself want `runBinary`.
 */
export function useCommandHosts(): (env: NodeJS.ProcessEnv, ...args: readonly string[]) => Promise<Finished> {
  const idle = new Set<ChildProcess>();
  const living = new Set<ChildProcess>();
  const start = () => {
    const host = fork(HOST, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: {}, execArgv: [] });
    living.add(host);
    host.once('close', () => {
      living.delete(host);
      idle.delete(host);
    });
    return host;
  };
  afterAll(async () => {
    for (const host of living) {
      host.kill();
      await once(host, 'close');
    }
  });
  return (env, ...args) => {
    const [host = start()] = idle;
    idle.delete(host);
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`Its host ended before it: ${args.join(' ')}`));
      host.once('close', ended).once('message', (finished: Finished) => {
        host.off('close', ended);
        idle.add(host);
        resolve(finished);
      });
      host.send({ env, args }, (error) => error && reject(error));
    });
  };
}
