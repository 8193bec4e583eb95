import type { AccountStatus } from '../sync/accounts/account-status.ts';
import type { Config } from '../sync/config/config.ts';
import { ToolError } from '../sync/errors.ts';
import { Announcer } from '../sync/notices/announcer.ts';
import type { Store } from '../sync/ports.ts';
import type { Context } from './context.ts';

/**
 * Tells those whom the config file names how a run without a person went. Returns what could not be told; a run that
 * went well is not spoilt by that.
 */
export async function announceRun(
  { clock, fetch }: Context,
  { documents }: Store,
  { notify: channels, heartbeat }: Config,
  { trouble, garmin }: { readonly trouble: ToolError | null; readonly garmin: AccountStatus },
): Promise<readonly string[]> {
  const keyEndsAt = garmin.way === 'personal-key' ? garmin.endsAt : null;
  try {
    const announcer = new Announcer({ documents, clock, fetch });
    return await announcer.after({ trouble, keyEndsAt }, { channels, heartbeat: heartbeat ?? null });
  } catch (error) {
    if (error instanceof ToolError) return [error.message];
    throw error;
  }
}
