#!/usr/bin/env node
import { systemClock } from '../sync/time.ts';
import { EXIT } from './exit-code.ts';
import { run } from './program.ts';

const interruption = new AbortController();
process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
// A reader that has seen enough (`| head`) closes the pipe; that is no error of ours.
process.stdout.on('error', () => process.exit(EXIT.done));

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  clock: systemClock,
  fetch: globalThis.fetch,
  signal: interruption.signal,
});

/** The first time the step in hand is finished; the second time there is no waiting. */
function interrupt(): void {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  interruption.abort();
  process.stderr.write('\nStopping after the step in hand (press Ctrl-C again to stop at once).\n');
}
