import { AwsAccessError } from '../aws/aws-error.ts';
import { AppInactiveError, AuthRequiredError, RateLimitedError, StoreAccessError, UsageError } from '../sync/errors.ts';
import type { SyncOutcome } from '../sync/sync.ts';

export const EXIT = {
  done: 0,
  unexpected: 1,
  planHasWork: 2,
  someFailed: 3,
  authNeeded: 4,
  rateLimited: 5,
  appInactive: 6,
  usage: 64,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const NEEDS_SIGN_IN = [AuthRequiredError, AwsAccessError, StoreAccessError];

export function exitCodeOfError(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof AppInactiveError) return EXIT.appInactive;
  if (NEEDS_SIGN_IN.some((kind) => error instanceof kind)) return EXIT.authNeeded;
  if (error instanceof RateLimitedError) return EXIT.rateLimited;
  return EXIT.unexpected;
}

/** The most urgent of what a run met, in the documented order: 130, 6, 4, 5, 3, 2; an unexpected end above 3. */
export function exitCodeOfRun(outcome: SyncOutcome, detailed: boolean): ExitCode {
  if (outcome.interrupted) return EXIT.interrupted;
  if (outcome.trouble) return exitCodeOfError(outcome.trouble);
  if (outcome.decisions.some(({ kind }) => kind === 'fail')) return EXIT.someFailed;
  return detailed && outcome.dryRun && outcome.planned > 0 ? EXIT.planHasWork : EXIT.done;
}
