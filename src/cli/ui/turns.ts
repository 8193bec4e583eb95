import { ToolError } from '../../sync/errors.ts';

/** The command ends, and what was not begun stays undone. */
export class InterruptedError extends ToolError {
  readonly code = 'INTERRUPTED';

  constructor() {
    super({
      message: 'The dashboard has ended, so nothing was done.',
      hint: 'Run `garmin2strava ui` again to go on.',
    });
  }
}

export interface Turns {
  /** Does it when all before it is done. @throws InterruptedError when the command has ended by then */
  take<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

/** One after the other: two buttons pressed in a row would meet each other's lease. */
export function takeTurns(signal: AbortSignal): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(job) {
      const begin = () => {
        if (signal.aborted) throw new InterruptedError();
        return job();
      };
      const next = last.then(begin, begin);
      last = next;
      return next;
    },
    idle: () => last.then(nothing, nothing),
  };
}

function nothing(): void {}
