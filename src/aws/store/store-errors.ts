import { ConflictError, StoreError } from '../../sync/errors.ts';

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
