import type { Decision } from './decision.ts';
import { BusyError, type ToolError } from './errors.ts';
import { overheard } from './events.ts';
import { type ExecuteOptions, execute } from './execute.ts';
import { firstRunHorizon, rememberHorizon } from './horizon.ts';
import { makePlan, type Plan, type PlanOptions, type SyncPorts } from './planning.ts';
import type { RejectedRow } from './ports.ts';
import type { Bound } from './range.ts';
import { goOn } from './rounds.ts';
import { aloneLedger, type Choice, choose } from './single/chosen.ts';
import { MINUTE } from './time.ts';

const LEASE = 'sync';
const LEASE_LIFE = 2 * MINUTE;

export interface SyncOptions extends Omit<PlanOptions, 'range' | 'whole' | 'mayWait' | 'atMost' | 'only'> {
  readonly dryRun: boolean;
  /** `all`: everything there is. Null: since the first run, which itself looks back a week. */
  readonly since: Bound | 'all' | null;
  readonly until: Bound | null;
  /** What is made of each activity on its way. */
  readonly actions?: ExecuteOptions['actions'];
  /** Just these activities, instead of what Garmin lists. */
  readonly only?: Choice;
  /** Wait for Strava's quota and go on, however long that takes, instead of ending with what is left. */
  readonly waits?: boolean;
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
  /** A person did not want the plan to be carried out. */
  readonly declined: boolean;
  /** Activities that were not looked at, because a round has room for so many only. */
  readonly later: number;
}

/**
 * Plan, show, do. A dry run ends after the plan and has written nothing.
 * @throws BusyError when another run holds the lease; whatever keeps the plan from being made
 */
export async function sync(given: SyncPorts, options: SyncOptions): Promise<SyncOutcome> {
  const { store } = given;
  const ledger = options.only || options.limit !== null ? aloneLedger(store.ledger) : store.ledger;
  const ports = { ...given, store: { ...store, ledger }, report: overheard(given.report) };
  try {
    if (options.dryRun) return planOnly(await plan(ports, options), true);
    const first = await underLease(ports, (lease) => firstRound(ports, options, lease));
    return options.waits && options.limit === null && !first.declined
      ? await goOn(ports, first, options, (atMost) => laterRound(ports, options, atMost))
      : first;
  } finally {
    await ports.target.rememberQuota();
  }
}

type HeldLease = Pick<ExecuteOptions, 'lease' | 'leasedAt'>;

async function firstRound(ports: SyncPorts, options: SyncOptions, lease: HeldLease): Promise<SyncOutcome> {
  const made = await plan(ports, options);
  const isWanted = await options.confirm(made);
  if (!isWanted) return planOnly(made, false);
  // Where Garmin's list begins is told by runs over it alone.
  if (!options.only && ports.source.kind === 'garmin') await rememberHorizon(ports, options);
  return carryOut(ports, made, options, lease);
}

/** A plan of its own, for meanwhile other runs were at work, and new activities go first. */
function laterRound(ports: SyncPorts, options: SyncOptions, atMost: number): Promise<SyncOutcome> {
  return underLease(ports, async (lease) => carryOut(ports, await plan(ports, options, atMost), options, lease));
}

async function carryOut(ports: SyncPorts, made: Plan, options: SyncOptions, lease: HeldLease): Promise<SyncOutcome> {
  const { signal, actions } = options;
  const done = await execute(ports, made, { ...lease, ...(signal && { signal }), ...(actions && { actions }) });
  return {
    dryRun: false,
    rejected: made.rejected,
    planned: uploads(made),
    later: made.later,
    declined: false,
    ...done,
  };
}

async function underLease<T>({ store, clock }: SyncPorts, work: (held: HeldLease) => Promise<T>): Promise<T> {
  const leasedAt = clock.now();
  const held = await store.leases.acquire(LEASE, LEASE_LIFE);
  if ('holder' in held) {
    throw new BusyError({
      message: `Another sync is running (${held.holder}).`,
      hint: 'Wait until it is done, or end it, and run this again.',
    });
  }
  try {
    return await work({ lease: held.lease, leasedAt });
  } finally {
    await held.lease.release();
  }
}

async function plan(ports: SyncPorts, { only, ...options }: SyncOptions, atMost?: number): Promise<Plan> {
  const { since, until, dryRun } = options;
  const from = since === null && !only ? await firstRunHorizon(ports) : since;
  const made = await makePlan(ports, {
    ...options,
    range: { since: from === 'all' ? null : from, until },
    whole: since !== null || only !== undefined,
    mayWait: !dryRun,
    ...(atMost !== undefined && { atMost }),
    ...(only && { only: await choose(ports, only) }),
  });
  if (atMost === undefined) ports.report({ type: 'planned', plan: made });
  return made;
}

function planOnly(made: Plan, dryRun: boolean): SyncOutcome {
  const { decisions, rejected, trouble, later } = made;
  return { dryRun, decisions, rejected, planned: uploads(made), later, trouble, interrupted: false, declined: !dryRun };
}

function uploads({ decisions }: Plan): number {
  return decisions.filter(({ kind }) => kind === 'upload').length;
}
