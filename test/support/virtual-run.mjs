// The command line in a process of its own, whose time is its parent's: a wait is over when the parent says so.
import { randomBytes } from 'node:crypto';
import { run } from '../../dist/cli/program.js';

let now = Number(process.env.G2S_TEST_NOW);
const waiting = [];
process.on('message', (told) => {
  now = told.now;
  waiting.shift()?.();
});

const clock = {
  now: () => now,
  sleep: (ms, signal) =>
    signal?.aborted
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiting.push(resolve);
          process.send({ until: now + Math.max(0, ms) });
        }),
};

const { stdin, stdout, stderr } = process;
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  stdout,
  stderr,
  stdin,
  prompts: null,
  clock,
  fetch: globalThis.fetch,
  randomBytes,
  openBrowser: async () => undefined,
  signal: new AbortController().signal,
});
process.disconnect();
