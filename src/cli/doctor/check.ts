import type { Probe } from './probe.ts';
import type { Need } from './sound-settings.ts';

/** What a check found out. */
export interface Finding {
  readonly state: 'ok' | 'warn' | 'fail';
  /** One sentence. */
  readonly detail: string;
  /** What heals it: a command or a sentence; null where nothing has to be done. */
  readonly next: string | null;
  /** What is behind a failure, for the exit code. */
  readonly error?: unknown;
}

/** One line of `doctor`. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** It is left out where a variable that cannot be used is about one of these. */
  readonly needs: readonly Need[];
  /** Null where there is nothing to check, such as a deployment that nobody has made. */
  readonly run: (probe: Probe) => Promise<Finding | null>;
}

export const ok = (detail: string): Finding => ({ state: 'ok', detail, next: null });
export const warn = (detail: string, next: string | null): Finding => ({ state: 'warn', detail, next });
export const fail = (detail: string, next: string): Finding => ({ state: 'fail', detail, next });
