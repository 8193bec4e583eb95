import type { Clock } from '../sync/time.ts';
import type { Environment } from './settings.ts';

/** A stream that the command line writes to; `columns` is set on a terminal only. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** What a command gets from the outside world. The bin passes the real one, tests pass their own. */
export interface Context {
  readonly env: Environment;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: { readonly isTTY?: boolean | undefined };
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Aborted by Ctrl-C: finish the step in hand and stop. */
  readonly signal: AbortSignal;
}
