import type { Decision } from './decision.ts';
import { BusyError, PauseError, ServiceError, type ToolError } from './errors.ts';
import type { SyncPorts } from './planning.ts';
import { decisionOf } from './submit.ts';
import type { SyncOutcome } from './sync.ts';
import { type Instant, MINUTE, SECOND } from './time.ts';

/** A service that is down is asked again after this long, this many times in a row. */
const ASK_AGAIN = 5 * MINUTE;
const PATIENCE = 24;

/**
 * Goes on with a run for which the quota had no room, round by round, until nothing is left. Between two rounds nothing
 * is held, so that other runs take over what is new meanwhile.
 */
export async function goOn(
  ports: SyncPorts,
  first: SyncOutcome,
  { signal }: { readonly signal?: AbortSignal },
  round: (atMost: number) => Promise<SyncOutcome>,
): Promise<SyncOutcome> {
  let sum = first;
  let misses = 0;
  while (!signal?.aborted && (sum.later > 0 || isPassing(sum.trouble)) && misses < PATIENCE) {
    await waitFor(ports, sum, signal);
    if (signal?.aborted) return { ...sum, interrupted: true };
    try {
      const { uploads } = await ports.target.room();
      sum = joined(sum, await round(Math.max(1, uploads)));
      misses = 0;
    } catch (error) {
      if (!isPassing(error)) throw error;
      sum = { ...sum, trouble: error };
      misses += 1;
    }
  }
  return sum;
}

function isPassing(error: unknown): error is ToolError {
  return error instanceof PauseError || error instanceof ServiceError || error instanceof BusyError;
}

async function waitFor({ clock, report }: SyncPorts, sum: SyncOutcome, signal: AbortSignal | undefined): Promise<void> {
  const { trouble } = sum;
  if (!trouble) return;
  const until = untilOf(trouble, clock.now());
  const left = sum.decisions.filter(({ kind }) => kind === 'wait').length + sum.later;
  const isOfAService = trouble instanceof ServiceError || trouble instanceof PauseError;
  report({ type: 'waiting', service: isOfAService ? trouble.service : 'strava', until, left });
  // A moment more: clocks differ a little, and a request that comes too early is counted.
  await clock.sleep(until - clock.now() + SECOND, signal);
}

function untilOf(trouble: ToolError, now: Instant): Instant {
  if (trouble instanceof PauseError) return trouble.until;
  return now + (trouble instanceof BusyError ? MINUTE : ASK_AGAIN);
}

/** What all rounds together came to; what one of them has uploaded stays so in the sum. */
function joined(before: SyncOutcome, after: SyncOutcome): SyncOutcome {
  const sum = new Map(before.decisions.map((it) => [it.activity.id, it]));
  for (const decided of after.decisions) {
    const earlier = sum.get(decided.activity.id);
    sum.set(decided.activity.id, earlier ? later(earlier, decided) : decided);
  }
  return { ...after, planned: before.planned, decisions: [...sum.values()] };
}

function later(earlier: Decision, decided: Decision): Decision {
  if (decided.kind !== 'skip' || !decided.record) return decided;
  return earlier.kind === 'skip' ? decided : decisionOf(decided.activity, decided.record);
}
