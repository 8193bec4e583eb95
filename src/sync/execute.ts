import type { Actions } from './actions.ts';
import type { GarminActivity } from './activity.ts';
import type { Decision } from './decision.ts';
import { ConflictError } from './errors.ts';
import { isOpen, type LedgerRecord } from './ledger.ts';
import type { Plan, SyncPorts } from './planning.ts';
import type { Lease } from './ports.ts';
import { outOfQuota } from './quota-budget.ts';
import { type Execution, RunState } from './run-state.ts';
import { settle } from './settle.ts';
import { submit } from './submit.ts';
import { type Instant, SECOND } from './time.ts';
import { oldestFirst, todayFirst } from './urgency.ts';

/** A quarter of a lease's life. */
const RENEW_AFTER = 30 * SECOND;

export interface ExecuteOptions {
  readonly lease: Lease;
  /** When it was taken. */
  readonly leasedAt: Instant;
  readonly signal?: AbortSignal;
  /** What is made of each activity on its way. */
  readonly actions?: (activity: GarminActivity) => Actions;
}

/** Does what the plan says, nothing else. One activity's trouble never holds back the others. */
export async function execute(ports: SyncPorts, plan: Plan, options: ExecuteOptions): Promise<Execution> {
  const state = new RunState(ports, plan, options);
  await update(state);
  await new Run(state, options).work(plan);
  return state.result();
}

/** Writes down what the plan found out about activities that the ledger has already. */
async function update(state: RunState): Promise<void> {
  for (const planned of state.decisions) {
    const { write, record } = planned;
    if (!write || !isKnown(planned)) continue;
    const dressed = record && isOpen(record) ? await state.dressed(write, record) : write;
    if (dressed) await state.record({ ...planned, write: dressed });
  }
}

class Run {
  readonly #state: RunState;
  readonly #lease: Lease;
  #leasedAt: Instant;
  #started = 0;

  constructor(state: RunState, { lease, leasedAt }: ExecuteOptions) {
    this.#state = state;
    this.#lease = lease;
    this.#leasedAt = leasedAt;
  }

  /**
   * Goes through everything that is new, uploads and mere records alike: all that the quota has room for is posted before
   * the first of it is asked about. Strava works on it meanwhile, and one listing then tells what became of many.
   */
  async work({ whole }: Plan): Promise<void> {
    const { target, report } = this.#state.ports;
    const todo = await inOrder(this.#state, whole);
    const total = todo.filter(isUpload).length;
    let next = 0;
    while (next < todo.length && this.#state.goesOn) {
      const room = await target.room();
      report({ type: 'room', room });
      const batch = takeWhileRoom(todo.slice(next), room.uploads);
      if (batch.length === 0) this.#state.stop(outOfQuota(room.until));
      next += batch.length;
      await this.#workOff(batch, total);
      await target.rememberQuota();
    }
  }

  async #workOff(batch: readonly Decision[], total: number): Promise<void> {
    const inFlight: LedgerRecord[] = [];
    for (const planned of batch) {
      await this.#keepLease();
      if (!this.#state.goesOn) break;
      if (!isUpload(planned)) {
        await this.#state.record(planned);
        continue;
      }
      const record = await this.#post(planned, total);
      if (record) inFlight.push(record);
    }
    await settle(this.#state, inFlight);
  }

  /** The record of an upload that has to be watched; null where there is none. */
  async #post(planned: Decision, total: number): Promise<LedgerRecord | null> {
    const { ports, actions } = this.#state;
    this.#started += 1;
    ports.report({ type: 'started', activity: planned.activity, index: this.#started, total });
    const submission = await submit(ports, planned, actions(planned.activity));
    if (submission.kind === 'in-flight') return submission.record;
    this.#state.finish(submission.decision);
    if (submission.kind === 'stopped') this.#state.stop(submission.trouble);
    return null;
  }

  /** A lease that is young needs no new one; each costs a write. */
  async #keepLease(): Promise<void> {
    const now = this.#state.ports.clock.now();
    if (now - this.#leasedAt < RENEW_AFTER) return;
    try {
      await this.#lease.renew();
      this.#leasedAt = now;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.#state.stop(error);
    }
  }
}

/**
 * Oldest first. The order is a promise: what the ledger does not know yet is newer than what it knows, so that a run
 * that breaks off leaves nothing behind the first known row, where the next one stops reading Garmin's list. A run over
 * a whole range, which has no such row, takes today's first when there is more than fits.
 */
async function inOrder({ ports, decisions }: RunState, whole: boolean): Promise<readonly Decision[]> {
  const todo = decisions.filter((it) => isUpload(it) || (it.write && !isKnown(it)));
  const isTooMuch = todo.filter(isUpload).length > (await ports.target.room()).uploads;
  return whole && isTooMuch ? todayFirst(todo, ports.clock.now()) : oldestFirst(todo);
}

function isUpload({ kind }: Decision): boolean {
  return kind === 'upload';
}

/** Records cost nothing at Strava; uploads as many as there is room for. */
function takeWhileRoom(todo: readonly Decision[], uploads: number): readonly Decision[] {
  let left = uploads;
  const end = todo.findIndex((it) => isUpload(it) && left-- <= 0);
  return end < 0 ? todo : todo.slice(0, end);
}

function isKnown({ write }: Decision): boolean {
  return write !== null && write.version > 0;
}
