import { ConflictError, StoreAccessError, StoreError } from '../../sync/errors.ts';
import { isAccessProblem } from '../aws-error.ts';

/** For a row whose content is not what this tool writes. */
export function damaged(key: string): StoreError {
  return new StoreError({
    message: `The table holds something damaged under ${key}.`,
    hint: 'Restore the table to a point before (DynamoDB keeps 35 days), or delete that item: the activity is then looked up on Strava again.',
  });
}

export function changedMeanwhile(what: string): ConflictError {
  return new ConflictError({
    message: `Another run has changed ${what} meanwhile.`,
    hint: 'Run the same command again.',
  });
}

/** The table could not be asked: no credentials, no permission (a StoreAccessError), no such table, no network. */
export function unreachable(table: string, cause: unknown): StoreError {
  const name = cause instanceof Error ? cause.name : 'unknown error';
  const Kind = isAccessProblem(name) ? StoreAccessError : StoreError;
  return new Kind({
    message: `The table ${table} cannot be used: ${name}${cause instanceof Error && cause.message ? ` (${cause.message})` : ''}.`,
    hint:
      HINTS[name] ?? 'This passes by itself as a rule: run the same command again in a few minutes; nothing is lost.',
    cause,
  });
}

const HINTS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'Deploy it with `garmin2strava deploy`.',
  AccessDeniedException: 'Give your AWS user access to that table.',
  UnrecognizedClientException: 'Check your AWS credentials.',
  CredentialsProviderError: 'Set AWS_PROFILE, or sign in to AWS.',
  TokenProviderError: 'Sign in to AWS again.',
  ExpiredToken: 'Sign in to AWS again.',
  ExpiredTokenException: 'Sign in to AWS again.',
};
