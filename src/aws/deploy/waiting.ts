import { ToolError } from '../../sync/errors.ts';
import { type Clock, MINUTE, SECOND } from '../../sync/time.ts';

/** A look at something that takes its time. */
export type Look = 'done' | 'going-on' | { readonly failed: string };

const PATIENCE = 3 * MINUTE;
const LOOK_EVERY = 1 * SECOND;

/** AWS took a change and then failed at it, or did not finish it in time. */
export class DeployError extends ToolError {
  readonly code = 'DEPLOY_FAILED';
}

/** Looks until it is done. @throws DeployError with AWS's reason, or when it takes too long */
export async function waitFor(clock: Clock, what: string, look: () => Promise<Look>): Promise<void> {
  const giveUpAt = clock.now() + PATIENCE;
  for (;;) {
    const seen = await look();
    if (seen === 'done') return;
    if (seen !== 'going-on') throw failed(what, seen.failed);
    if (clock.now() >= giveUpAt) throw failed(what, `it is not done after ${PATIENCE / MINUTE} minutes`);
    await clock.sleep(LOOK_EVERY);
  }
}

/**
 * What passes by itself shortly after something else was made or changed: a new role that Lambda cannot take on yet
 * (three wordings), a function that is still being updated, a rule that somebody else changes.
 */
const PASSING: readonly { readonly name: string; readonly message: RegExp }[] = [
  {
    name: 'InvalidParameterValueException',
    message: /role.*cannot be assumed|execution role does not have permissions/i,
  },
  { name: 'InvalidParameterValueException', message: /KMS key is invalid for CreateGrant/i },
  { name: 'ResourceConflictException', message: /update is in progress|currently in the following state/i },
  { name: 'ConcurrentModificationException', message: /.*/ },
  { name: 'ResourceInUseException', message: /being (created|updated)|in use/i },
  { name: 'LimitExceededException', message: /too many.*concurrently|simultaneously/i },
];
const RETRY_EVERY = 3 * SECOND;
const RETRY_FOR = 90 * SECOND;

/** Does it again while AWS gives a reason that passes by itself. */
export async function persist<T>(clock: Clock, action: () => Promise<T>): Promise<T> {
  const giveUpAt = clock.now() + RETRY_FOR;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (!isPassing(error) || clock.now() >= giveUpAt) throw error;
      await clock.sleep(RETRY_EVERY);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return PASSING.some(({ name, message }) => error.name === name && message.test(error.message));
}

function failed(what: string, why: string): DeployError {
  return new DeployError({
    message: `AWS did not finish ${what}: ${why}.`,
    hint: 'Run the same command again: it goes on with what is left.',
  });
}
