import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { BinaryResult } from './binary.ts';

const HOST = fileURLToPath(new URL('./command-host.mjs', import.meta.url));

type Finished = Pick<BinaryResult, 'code' | 'stdout' | 'stderr'>;

/**
 * Runs the built command line as `runBinary` does, in processes that go on to the next command: for tests with hundreds
 * of them. What happens to a process, such as a signal, wants one of its own.
 */
export function useCommandHosts(): (env: NodeJS.ProcessEnv, ...args: readonly string[]) => Promise<Finished> {
  const idle: ChildProcess[] = [];
  const all: ChildProcess[] = [];
  const start = () => {
    const host = fork(HOST, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: {}, execArgv: [] });
    all.push(host);
    return host;
  };
  afterAll(async () => {
    for (const host of all) {
      host.kill();
      await once(host, 'close');
    }
  });
  return (env, ...args) => {
    const host = idle.pop() ?? start();
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`Its host ended before it: ${args.join(' ')}`));
      host.once('close', ended).once('message', (finished: Finished) => {
        host.off('close', ended);
        idle.push(host);
        resolve(finished);
      });
      host.send({ env, args });
    });
  };
}
