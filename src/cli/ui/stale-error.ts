import { ToolError } from '../../sync/errors.ts';

/** The ledger has learned of the activity since the page showed it. */
export class StaleError extends ToolError {
  readonly code = 'CHANGED';

  constructor() {
    super({
      message: 'This activity has changed since the page showed it, so nothing was done.',
      hint: 'It is shown as it is now; press again if you still want to.',
    });
  }
}
