import type { Actions } from './actions.ts';
import type { GarminActivity } from './activity.ts';
import { type Decision, waitReason } from './decision.ts';
import { dress } from './dress.ts';
import { ConflictError, ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { Plan, SyncPorts } from './planning.ts';
import type { Lease } from './ports.ts';
import { outOfQuota } from './quota-budget.ts';
import { span } from './span.ts';
import { decisionOf, submit } from './submit.ts';
import { type Instant, SECOND } from './time.ts';
import { addSessions, askAboutUploads, lacksSessions } from './uploads.ts';
import { oldestFirst, todayFirst } from './urgency.ts';

/** Status questions of one round, for what the listing does not show: duplicates and refused files. */
const POLLS_A_ROUND = 5;
/** Waits before each round of status questions; about 20 s in all, then the next run goes on with it. */
const POLL_DELAYS = [2, 2, 3, 5, 8].map((seconds) => seconds * SECOND);

/** A quarter of a lease's life. */
const RENEW_AFTER = 30 * SECOND;

export interface Execution {
  readonly decisions: readonly Decision[];
  /** What ended the run early; null when every planned upload was tried. */
  readonly trouble: ToolError | null;
  readonly interrupted: boolean;
}

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
  const run = new Run(ports, plan, options);
  await run.update();
  await run.work();
  return run.result();
}

class Run {
  readonly #ports: SyncPorts;
  readonly #plan: Plan;
  readonly #lease: Lease;
  readonly #signal: AbortSignal | undefined;
  readonly #actions: (activity: GarminActivity) => Actions;
  readonly #results = new Map<string, Decision>();
  #trouble: ToolError | null;
  #started = 0;
  #leasedAt: Instant;

  constructor(ports: SyncPorts, plan: Plan, { lease, leasedAt, signal, actions = () => ({}) }: ExecuteOptions) {
    this.#ports = ports;
    this.#plan = plan;
    this.#lease = lease;
    this.#leasedAt = leasedAt;
    this.#signal = signal;
    this.#actions = actions;
    this.#trouble = plan.trouble;
    for (const planned of plan.decisions) this.#results.set(planned.activity.id, planned);
  }

  /** Writes down what the plan found out about activities that the ledger has already. */
  async update(): Promise<void> {
    for (const planned of this.#plan.decisions) {
      const { write, record } = planned;
      if (!write || !isKnown(planned)) continue;
      const dressed = record?.state === 'uploading' ? await this.#dressed(write, record) : write;
      if (dressed) await this.#record({ ...planned, write: dressed });
    }
  }

  /**
   * Goes through everything that is new, uploads and mere records alike: all that the quota has room for is posted before
   * the first of it is asked about. Strava works on it meanwhile, and one listing then tells what became of many.
   */
  async work(): Promise<void> {
    const todo = await this.#inOrder();
    const total = todo.filter(isUpload).length;
    let next = 0;
    while (next < todo.length && this.#goesOn()) {
      const room = await this.#ports.target.room();
      this.#ports.report({ type: 'room', room });
      const batch = takeWhileRoom(todo.slice(next), room.uploads);
      if (batch.length === 0) this.#trouble = outOfQuota(room.until);
      next += batch.length;
      await this.#workOff(batch, total);
      await this.#ports.target.rememberQuota();
    }
  }

  /**
   * Oldest first. The order is a promise: what the ledger does not know yet is newer than what it knows, so that a run
   * that breaks off leaves nothing behind the first known row, where the next one stops reading Garmin's list. A run over
   * a whole range, which has no such row, takes today's first when there is more than fits.
   */
  async #inOrder(): Promise<readonly Decision[]> {
    const { clock, target } = this.#ports;
    const todo = [...this.#results.values()].filter((it) => it.kind === 'upload' || (it.write && !isKnown(it)));
    const isTooMuch = todo.filter(isUpload).length > (await target.room()).uploads;
    return this.#plan.whole && isTooMuch ? todayFirst(todo, clock.now()) : oldestFirst(todo);
  }

  result(): Execution {
    const interrupted = this.#signal?.aborted ?? false;
    const detail = this.#trouble?.message ?? 'interrupted before it was started';
    const reason = waitReason(this.#trouble);
    const decisions = [...this.#results.values()].map((it): Decision => {
      const isUntouched = it.kind === 'upload' && it.record?.state !== 'uploaded';
      return isUntouched ? { ...it, kind: 'wait', reason, detail } : it;
    });
    return { decisions, trouble: this.#trouble, interrupted };
  }

  async #record(planned: Decision): Promise<void> {
    if (!planned.write) return;
    try {
      const record = await this.#ports.store.ledger.put(planned.write);
      this.#results.set(planned.activity.id, { ...planned, record, write: null });
    } catch (error) {
      // Another run was faster and has decided on it.
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  #goesOn(): boolean {
    return this.#trouble === null && !this.#signal?.aborted;
  }

  async #workOff(batch: readonly Decision[], total: number): Promise<void> {
    const inFlight: LedgerRecord[] = [];
    for (const planned of batch) {
      await this.#keepLease();
      if (!this.#goesOn()) break;
      if (planned.kind !== 'upload') {
        await this.#record(planned);
        continue;
      }
      this.#started += 1;
      this.#ports.report({ type: 'started', activity: planned.activity, index: this.#started, total });
      const submission = await submit(this.#ports, planned, this.#actions(planned.activity));
      if (submission.kind === 'in-flight') inFlight.push(submission.record);
      else this.#finish(submission.decision);
      if (submission.kind === 'stopped') this.#trouble = submission.trouble;
    }
    await this.#settle(inFlight);
  }

  /** A lease that is young needs no new one; each costs a write. */
  async #keepLease(): Promise<void> {
    const now = this.#ports.clock.now();
    if (now - this.#leasedAt < RENEW_AFTER) return;
    try {
      await this.#lease.renew();
      this.#leasedAt = now;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.#trouble ??= error;
    }
  }

  /** Asks about the uploads in rounds until each has an outcome or the time for it is up. */
  async #settle(inFlight: readonly LedgerRecord[]): Promise<void> {
    let open = inFlight;
    for (const delay of POLL_DELAYS) {
      if (open.length === 0 || this.#trouble || this.#signal?.aborted) break;
      for (const record of open) this.#step(record);
      await this.#ports.clock.sleep(delay, this.#signal);
      open = await this.#askRound(open);
    }
    for (const record of open) this.#finish(decisionOf(this.#activity(record), record));
  }

  /** Returns the records that are still open. */
  async #askRound(records: readonly LedgerRecord[]): Promise<readonly LedgerRecord[]> {
    const latest = new Map(records.map((record) => [record.garminId, record]));
    const before = new Set(records);
    try {
      await askAboutUploads(this.#ports, latest, POLLS_A_ROUND);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      this.#trouble = error;
    }
    const asked = [...latest.values()];
    const isOpen = (record: LedgerRecord) => before.has(record) || record.state === 'uploading';
    const settled = await this.#withSessions(asked.filter((it) => !isOpen(it)));
    const left: LedgerRecord[] = [];
    for (const record of settled) {
      const earlier = records.find(({ garminId }) => garminId === record.garminId) ?? record;
      const dressed = await this.#dressed(record, earlier);
      if (dressed) await this.#store(dressed);
      else left.push(earlier);
    }
    return [...asked.filter(isOpen), ...left];
  }

  /** Null where it has to be asked about once more. */
  async #dressed(record: LedgerRecord, earlier: LedgerRecord): Promise<LedgerRecord | null> {
    try {
      return await dress(this.#ports, record, this.#actions(this.#activity(record)), earlier.updatedAt);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      this.#trouble ??= error;
      return null;
    }
  }

  /** One question for all files that Strava splits. Without an answer the one id of the upload has to do. */
  async #withSessions(records: readonly LedgerRecord[]): Promise<readonly LedgerRecord[]> {
    const split = records.filter(lacksSessions);
    if (split.length === 0) return records;
    const { target, clock } = this.#ports;
    try {
      const rows = await target.list(span(split.map(({ activity }) => activity)));
      return records.map((record) => (lacksSessions(record) ? addSessions(record, rows, clock.now()) : record));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      return records;
    }
  }

  async #store(record: LedgerRecord): Promise<void> {
    const activity = this.#activity(record);
    try {
      this.#finish(decisionOf(activity, await this.#ports.store.ledger.put(record)));
    } catch (error) {
      // Another run asked about the same upload and has written down what became of it.
      if (!(error instanceof ConflictError)) throw error;
      this.#finish(decisionOf(activity, record));
    }
  }

  #activity({ garminId }: LedgerRecord): Decision['activity'] {
    const planned = this.#results.get(garminId);
    if (!planned) throw new Error(`no plan for activity ${garminId}`);
    return planned.activity;
  }

  #step(record: LedgerRecord): void {
    this.#ports.report({ type: 'step', activity: this.#activity(record), step: 'process' });
  }

  #finish(decided: Decision): void {
    this.#results.set(decided.activity.id, decided);
    this.#ports.report({ type: 'finished', decision: decided });
  }
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
