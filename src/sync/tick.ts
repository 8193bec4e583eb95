import { actionsFor } from './actions.ts';
import type { Config } from './config/config.ts';
import type { Decision } from './decision.ts';
import { BusyError, ToolError } from './errors.ts';
import { NEWEST } from './listing.ts';
import type { SyncPorts } from './planning.ts';
import type { ActivityPage, ActivitySource, PageRequest } from './ports.ts';
import { type SyncOutcome, sync } from './sync.ts';
import { type Instant, MINUTE } from './time.ts';

/** Idle ticks ask the table again after this long: a run at the terminal may have left something to finish. */
const LOOK_AGAIN = 15 * MINUTE;

/** What a warm container remembers from tick to tick, so that a tick with nothing new asks the store nothing. */
export interface TickMemory {
  /** Garmin ids that need nothing more. */
  settled: ReadonlySet<string>;
  /** When the table was asked last; 0: never by this container. */
  checkedAt: Instant;
}

export interface TickPorts extends Omit<SyncPorts, 'report'> {
  /** Reads in one go what a run needs. */
  readonly readAhead: () => Promise<void>;
}

export interface TickRequest {
  /** Tell what would be done, and do nothing. */
  readonly dryRun: boolean;
  /** The user's rules. */
  readonly config: Config;
  /** Hears what is done; nobody where it is left out. */
  readonly report?: SyncPorts['report'];
  /** Aborted when no new work may be begun. */
  readonly signal: AbortSignal;
}

export type TickResult =
  /** Nothing new, nothing unfinished; the store was not asked. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'ran'; readonly outcome: SyncOutcome }
  /** Another run is at it. */
  | { readonly kind: 'busy'; readonly by: string }
  | { readonly kind: 'trouble'; readonly error: ToolError };

/** One scheduled run. Expected trouble is a result; whatever else is thrown is a bug. */
export async function runTick(ports: TickPorts, memory: TickMemory, request: TickRequest): Promise<TickResult> {
  const { clock } = ports;
  try {
    const isChecked = clock.now() - memory.checkedAt < LOOK_AGAIN;
    if (!isChecked) await ports.readAhead();
    const page = await ports.source.list({ start: 0, limit: NEWEST });
    const isSettled = page.activities.every(({ id }) => memory.settled.has(id));
    if (isChecked && isSettled && !request.dryRun) return { kind: 'idle' };
    const outcome = await sync(
      { ...ports, source: startingWith(ports.source, page), report: request.report ?? (() => undefined) },
      {
        dryRun: request.dryRun,
        signal: request.signal,
        since: null,
        until: null,
        rules: request.config.rules,
        limit: null,
        onLikelyDuplicate: request.config['on-likely-duplicate'],
        prefer: request.config.prefer,
        actions: (activity) => actionsFor(request.config.sports, activity),
        confirm: async () => true,
      },
    );
    remember(memory, page, outcome, clock.now());
    return { kind: 'ran', outcome };
  } catch (error) {
    // What is open now is not known any more.
    memory.checkedAt = 0;
    if (error instanceof BusyError) return { kind: 'busy', by: error.message };
    if (error instanceof ToolError) return { kind: 'trouble', error };
    throw error;
  }
}

/** The source, with the answer to its first question known already. */
function startingWith(source: ActivitySource, page: ActivityPage): ActivitySource {
  let isFirst = true;
  return {
    kind: source.kind,
    list: async (request: PageRequest) => {
      const isSame = isFirst && request.start === 0 && request.limit === NEWEST && request.startDate === undefined;
      isFirst = false;
      return isSame ? page : source.list(request);
    },
    find: (garminId) => source.find(garminId),
    download: (activity) => source.download(activity),
  };
}

function remember(memory: TickMemory, page: ActivityPage, outcome: SyncOutcome, now: Instant): void {
  if (outcome.dryRun) return;
  const unfinished = outcome.decisions.filter((it) => !isSettled(it));
  const left = new Set(unfinished.map(({ activity }) => activity.id));
  memory.settled = new Set(page.activities.map(({ id }) => id).filter((id) => !left.has(id)));
  // While something is unfinished every tick looks at it.
  memory.checkedAt = left.size > 0 || outcome.trouble || outcome.interrupted ? 0 : now;
}

function isSettled({ kind, record }: Decision): boolean {
  return (kind === 'skip' || kind === 'upload' || kind === 'fail') && (record?.retryAt ?? null) === null;
}
