import type { Actions } from './actions.ts';
import type { GarminActivity } from './activity.ts';
import { type Decision, waitReason } from './decision.ts';
import { dress } from './dress.ts';
import { ConflictError, ToolError } from './errors.ts';
import type { LedgerRecord } from './ledger.ts';
import type { Plan, SyncPorts } from './planning.ts';
import { decisionOf } from './submit.ts';

export interface Execution {
  readonly decisions: readonly Decision[];
  /** What ended the run early; null when every planned upload was tried. */
  readonly trouble: ToolError | null;
  readonly interrupted: boolean;
}

/** What the parts of one run share: what became of each activity so far, and what keeps the run from going on. */
export class RunState {
  readonly ports: SyncPorts;
  readonly signal: AbortSignal | undefined;
  readonly actions: (activity: GarminActivity) => Actions;
  #trouble: ToolError | null;
  readonly #results = new Map<string, Decision>();

  constructor(
    ports: SyncPorts,
    plan: Plan,
    options: { readonly signal?: AbortSignal; readonly actions?: (activity: GarminActivity) => Actions },
  ) {
    this.ports = ports;
    this.signal = options.signal;
    this.actions = options.actions ?? (() => ({}));
    this.#trouble = plan.trouble;
    for (const planned of plan.decisions) this.#results.set(planned.activity.id, planned);
  }

  get decisions(): readonly Decision[] {
    return [...this.#results.values()];
  }

  get goesOn(): boolean {
    return this.#trouble === null && !this.signal?.aborted;
  }

  /** Ends the run; the first reason is the one that is told. @throws what is no trouble but a bug */
  stop(error: unknown): void {
    if (!(error instanceof ToolError)) throw error;
    this.#trouble ??= error;
  }

  activityOf({ garminId }: Pick<LedgerRecord, 'garminId'>): GarminActivity {
    const planned = this.#results.get(garminId);
    if (!planned) throw new Error(`no plan for activity ${garminId}`);
    return planned.activity;
  }

  finish(decided: Decision): void {
    this.#results.set(decided.activity.id, decided);
    this.ports.report({ type: 'finished', decision: decided });
  }

  /** Writes down what the plan decided. */
  async record(planned: Decision): Promise<void> {
    if (!planned.write) return;
    try {
      const record = await this.ports.store.ledger.put(planned.write);
      this.#results.set(planned.activity.id, { ...planned, record, write: null });
    } catch (error) {
      // Another run was faster and has decided on it.
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  /** Writes down what became of an upload. */
  async store(record: LedgerRecord): Promise<void> {
    const activity = this.activityOf(record);
    try {
      this.finish(decisionOf(activity, await this.ports.store.ledger.put(record)));
    } catch (error) {
      // Another run asked about the same upload and has written down what became of it.
      if (!(error instanceof ConflictError)) throw error;
      this.finish(decisionOf(activity, record));
    }
  }

  /** The record with gear and mute set at Strava; null where it has to be asked about once more. */
  async dressed(record: LedgerRecord, earlier: LedgerRecord): Promise<LedgerRecord | null> {
    try {
      return await dress(this.ports, record, this.actions(this.activityOf(record)), earlier.updatedAt);
    } catch (error) {
      this.stop(error);
      return null;
    }
  }

  result(): Execution {
    const interrupted = this.signal?.aborted ?? false;
    const detail = this.#trouble?.message ?? 'interrupted before it was started';
    const reason = waitReason(this.#trouble);
    const decisions = this.decisions.map((it): Decision => {
      const isUntouched = it.kind === 'upload' && it.record?.state !== 'uploaded';
      return isUntouched ? { ...it, kind: 'wait', reason, detail } : it;
    });
    return { decisions, trouble: this.#trouble, interrupted };
  }
}
