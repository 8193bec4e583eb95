import type { Decision } from './decision.ts';
import { BusyError, type ToolError } from './errors.ts';
import { execute } from './execute.ts';
import { firstRunHorizon, rememberHorizon } from './horizon.ts';
import { makePlan, type Plan, type PlanOptions, type SyncPorts } from './planning.ts';
import type { RejectedRow } from './ports.ts';
import type { Bound } from './range.ts';
import { MINUTE } from './time.ts';

const LEASE = 'sync';
const LEASE_LIFE = 2 * MINUTE;

export interface SyncOptions extends Omit<PlanOptions, 'range' | 'whole' | 'mayWait'> {
  readonly dryRun: boolean;
  /** `all`: everything there is. Null: since the first run, which itself looks back a week. */
  readonly since: Bound | 'all' | null;
  readonly until: Bound | null;
  /** Asked between plan and deed; false leaves it at the plan. */
  readonly confirm: (plan: Plan) => Promise<boolean>;
}

export interface SyncOutcome {
  readonly dryRun: boolean;
  readonly decisions: readonly Decision[];
  readonly rejected: readonly RejectedRow[];
  /** Uploads that the plan held. */
  readonly planned: number;
  readonly trouble: ToolError | null;
  readonly interrupted: boolean;
}

/**
 * Plan, show, do. A dry run ends after the plan and has written nothing.
 * @throws BusyError when another run holds the lease; whatever keeps the plan from being made
 */
export async function sync(ports: SyncPorts, options: SyncOptions): Promise<SyncOutcome> {
  if (options.dryRun) return planOnly(await plan(ports, options), true);
  const held = await ports.store.leases.acquire(LEASE, LEASE_LIFE);
  if ('holder' in held) {
    throw new BusyError({
      message: `Another sync is running (${held.holder}).`,
      hint: 'Wait until it is done, or end it, and run this again.',
    });
  }
  const { lease } = held;
  try {
    const made = await plan(ports, options);
    const isWanted = await options.confirm(made);
    if (!isWanted) return planOnly(made, false);
    await rememberHorizon(ports, options);
    const { signal } = options;
    const done = await execute(ports, made, { lease, ...(signal && { signal }) });
    return { dryRun: false, rejected: made.rejected, planned: uploads(made), ...done };
  } finally {
    await lease.release();
  }
}

async function plan(ports: SyncPorts, options: SyncOptions): Promise<Plan> {
  const { since, until, dryRun } = options;
  const from = since === null ? await firstRunHorizon(ports) : since;
  const made = await makePlan(ports, {
    ...options,
    range: { since: from === 'all' ? null : from, until },
    whole: since !== null,
    mayWait: !dryRun,
  });
  ports.report({ type: 'planned', plan: made });
  return made;
}

function planOnly(made: Plan, dryRun: boolean): SyncOutcome {
  const { decisions, rejected, trouble } = made;
  return { dryRun, decisions, rejected, planned: uploads(made), trouble, interrupted: false };
}

function uploads({ decisions }: Plan): number {
  return decisions.filter(({ kind }) => kind === 'upload').length;
}
