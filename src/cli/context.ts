import type { Clock } from '../sync/time.ts';
import type { Prompts } from './prompts.ts';
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
  /** Read by the few commands that take data from a pipe. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };
  /** Null where there is no terminal to ask on. */
  readonly prompts: Prompts | null;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Shows an address to the user; fails silently where there is no browser, so the address is printed too. */
  readonly openBrowser: (url: string) => Promise<void>;
  /** Aborted by Ctrl-C: finish the step in hand and stop. */
  readonly signal: AbortSignal;
}
