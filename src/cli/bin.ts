#!/usr/bin/env node
import { isatty } from 'node:tty';
import { errorCode } from '../sync/http.ts';
import { systemClock } from '../sync/time.ts';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';
import { terminalPrompts } from './terminal-prompts.ts';

const interruption = new AbortController();
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
const { stdout, stderr } = process;
let unwritable: Error | null = null;
stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe: the step in hand is finished, and that is no error of ours.
  if (error.code !== 'EPIPE') unwritable ??= error;
  interruption.abort();
});
// What nobody can read any more keeps nothing from being done.
stderr.on('error', () => undefined);

const code = await run(process.argv.slice(2), {
  env: process.env,
  stdout,
  stderr,
  // Standard input is opened by whoever reads it: that takes longer than all else that `--help` does.
  get stdin() {
    return process.stdin;
  },
  prompts: isatty(0) && isatty(2) ? terminalPrompts(() => ({ input: process.stdin, output: stderr })) : null,
  clock: systemClock,
  fetch: globalThis.fetch,
  randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
  openBrowser: async (url) => {
    const { default: open } = await import('open');
    await open(url).catch(() => undefined);
  },
  signal: interruption.signal,
});

if (unwritable !== null) stderr.write(`Error: the output cannot be written (${errorCode(unwritable)}).\n`);
process.exitCode = unwritable === null ? code : EXIT.unexpected;

/** The first time the step in hand is finished; the second time there is no waiting. */
function interrupt(): void {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
  process.stderr.write('\nStopping after the step in hand (press Ctrl-C again to stop at once).\n');
}
