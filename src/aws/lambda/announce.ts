import { ToolError } from '../../sync/errors.ts';
import type { TickResult } from '../../sync/tick.ts';
import type { Runtime } from './runtime.ts';

/** Tells those whom the config names how a tick went. Returns what could not be told, for the log. */
export async function announceTick(runtime: Runtime, result: TickResult): Promise<readonly string[]> {
  const { announcer } = runtime;
  const { notify: channels, heartbeat } = runtime.config;
  const audience = { channels, heartbeat: heartbeat ?? null };
  try {
    if (result.kind === 'busy') return [];
    if (result.kind === 'idle') return await announcer.idle(audience);
    const trouble = result.kind === 'trouble' ? result.error : result.outcome.trouble;
    return await announcer.after({ trouble, keyEndsAt: runtime.keyEndsAt }, audience);
  } catch (error) {
    if (error instanceof ToolError) return [error.message];
    throw error;
  }
}
