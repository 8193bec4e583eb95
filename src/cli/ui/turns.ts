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
  /** Does it when all before it is done. @throws InterruptedError when the command ends before that */
  take<T>(job: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

/** One after the other: two buttons pressed in a row would meet each other's lease. */
export function takeTurns(signal: AbortSignal): Turns {
  let last: Promise<void> = Promise.resolve();
  return {
    take(job) {
      if (signal.aborted) return Promise.reject(new InterruptedError());
      return new Promise((resolve, reject) => {
        const giveUp = () => reject(new InterruptedError());
        signal.addEventListener('abort', giveUp, { once: true });
        last = last.then(async () => {
          if (signal.aborted) return;
          signal.removeEventListener('abort', giveUp);
          await job().then(resolve, reject);
        });
      });
    },
    idle: () => last,
  };
}
