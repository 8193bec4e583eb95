import type { AccountStatus } from '../sync/accounts/account-status.ts';
import type { Config } from '../sync/config/config.ts';
import { ToolError } from '../sync/errors.ts';
import { Announcer } from '../sync/notices/announcer.ts';
import type { Store } from '../sync/ports.ts';
import type { Instant } from '../sync/time.ts';
import type { Context } from './context.ts';

/** Tells those whom the config file names. Both return what could not be told; no run is spoilt by that. */
export interface Announcing {
  /** How a run without a person went. */
  after(trouble: ToolError | null, garmin: () => Promise<AccountStatus>): Promise<readonly string[]>;
  /** That there was nothing to do. */
  idle(): Promise<readonly string[]>;
}

export function openAnnouncing(
  { clock, fetch }: Pick<Context, 'clock' | 'fetch'>,
  { documents }: Pick<Store, 'documents'>,
  { notify: channels, heartbeat }: Config,
): Announcing {
  const announcer = new Announcer({ documents, clock, fetch });
  const audience = { channels, heartbeat: heartbeat ?? null };
  return {
    after: (trouble, garmin) =>
      tell(async () => announcer.after({ trouble, keyEndsAt: await keyEnd(garmin) }, audience)),
    idle: () => tell(() => announcer.idle(audience)),
  };
}

/** Null where it is not known: what cannot be read is the trouble that is told. */
async function keyEnd(garmin: () => Promise<AccountStatus>): Promise<Instant | null> {
  try {
    const { way, endsAt } = await garmin();
    return way === 'personal-key' ? endsAt : null;
  } catch (error) {
    if (error instanceof ToolError) return null;
    throw error;
  }
}

async function tell(announce: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await announce();
  } catch (error) {
    if (error instanceof ToolError) return [error.message];
    throw error;
  }
}
