#!/usr/bin/env node
import { randomBytes } from 'node:crypto';
import { systemClock } from '../sync/time.ts';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';
import { terminalPrompts } from './terminal-prompts.ts';

const interruption = new AbortController();
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', () => process.exit(EXIT.done));
const { stdin, stdout, stderr } = process;

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  stdout,
  stderr,
  stdin,
  prompts: stdin.isTTY && stderr.isTTY ? terminalPrompts({ input: stdin, output: stderr }) : null,
  clock: systemClock,
  fetch: globalThis.fetch,
  randomBytes,
  openBrowser: async (url) => {
    const { default: open } = await import('open');
    await open(url).catch(() => undefined);
  },
  signal: interruption.signal,
});

/** The first time the step in hand is finished; the second time there is no waiting. */
function interrupt(): void {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
  process.stderr.write('\nStopping after the step in hand (press Ctrl-C again to stop at once).\n');
}
