import { type Actions, takesTexts } from './actions.ts';
import type { GarminActivity, OriginalFile } from './activity.ts';
import { type Decision, decision, waitReason } from './decision.ts';
import {
  AppInactiveError,
  AuthRequiredError,
  ConflictError,
  FileError,
  PauseError,
  ServiceError,
  ToolError,
} from './errors.ts';
import { externalIdOf } from './external-id.ts';
import type { LedgerRecord } from './ledger.ts';
import type { SyncPorts } from './planning.ts';
import type { UploadRequest } from './ports.ts';
import { nextTry, withNextTry } from './retry.ts';
import { stravaSportType } from './sport.ts';
import {
  answerLost,
  claim,
  end,
  failForGood,
  failForNow,
  hold,
  newRecord,
  postpone,
  updateLeg,
} from './transitions.ts';
import { legChange } from './uploads.ts';

/** What became of handing one activity over: uploads to be watched, or a decision where there is nothing to watch. */
export type Submission =
  | { readonly kind: 'in-flight'; readonly record: LedgerRecord }
  | { readonly kind: 'done'; readonly decision: Decision }
  /** The run cannot go on; the decision is this activity's. */
  | { readonly kind: 'stopped'; readonly decision: Decision; readonly trouble: ToolError };

/**
 * Takes one activity from Garmin to Strava's door: download, claim, post, note the upload ids. Whatever happens to it
 * stays with it, unless the next activity would meet the same trouble.
 */
export async function submit(ports: SyncPorts, planned: Decision, actions: Actions): Promise<Submission> {
  const { activity } = planned;
  const attempt = new Attempt(ports, planned, actions);
  try {
    const files = await attempt.download();
    if (!files) return { kind: 'done', decision: attempt.decision() };
    await attempt.claim(files);
    if (attempt.record.state !== 'claimed') return { kind: 'done', decision: attempt.decision() };
    await attempt.post(files);
    return attempt.outcome();
  } catch (error) {
    if (error instanceof ConflictError) {
      const detail = 'another run is working on it';
      return { kind: 'done', decision: decision(activity, 'wait', 'pending', { detail, record: planned.record }) };
    }
    if (!(error instanceof ToolError)) throw error;
    return attempt.fail(error);
  }
}

class Attempt {
  record: LedgerRecord;
  readonly #ports: SyncPorts;
  readonly #activity: GarminActivity;
  readonly #actions: Actions;

  constructor(ports: SyncPorts, { activity, record }: Decision, actions: Actions) {
    this.#actions = actions;
    this.#ports = ports;
    this.#activity = activity;
    this.record = record ?? newRecord(activity, ports.clock.now());
  }

  /** Null when there is no file; the record then says why. */
  async download(): Promise<readonly OriginalFile[] | null> {
    const { source, report, clock } = this.#ports;
    report({ type: 'step', activity: this.#activity, step: 'download' });
    const download = await source.download(this.#activity);
    if (download.kind === 'files') return download.files;
    const now = clock.now();
    const retryAt = download.kind === 'not-ready' ? nextTry(this.record.attempts + 1, now) : null;
    const { detail } = download;
    await this.#put(
      retryAt === null
        ? end(this.record, 'no-file', { detail, now })
        : hold(this.record, 'not-ready', { detail: withNextTry(detail, retryAt), retryAt, now }),
    );
    return null;
  }

  async claim(files: readonly OriginalFile[]): Promise<void> {
    const legs = files.map(({ sessions }, index) => ({ externalId: this.#externalId(files, index), sessions }));
    await this.#put(claim(this.record, legs, this.#ports.clock.now()));
  }

  async post(files: readonly OriginalFile[]): Promise<void> {
    const { target, report, clock } = this.#ports;
    for (const [index, file] of files.entries()) {
      const externalId = this.#externalId(files, index);
      const isOpen = this.record.legs.some((leg) => leg.externalId === externalId && leg.state === 'claimed');
      if (!isOpen) continue;
      report({ type: 'step', activity: this.#activity, step: 'upload' });
      try {
        const change = legChange(await target.upload(this.#request(file, externalId)));
        if (change) await this.#put(updateLeg(this.record, externalId, change, clock.now()));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await this.#put(updateLeg(this.record, externalId, { state: 'failed', detail: error.message }, clock.now()));
      }
    }
  }

  decision(): Decision {
    return decisionOf(this.#activity, this.record);
  }

  outcome(): Submission {
    if (this.record.state === 'uploading') return { kind: 'in-flight', record: this.record };
    return { kind: 'done', decision: this.decision() };
  }

  async fail(error: ToolError): Promise<Submission> {
    const now = this.#ports.clock.now();
    const isInFlight = this.record.legs.some((leg) => leg.state === 'uploading');
    if (error instanceof FileError) {
      await this.#put(failForGood(this.record, error.message, now));
      return this.outcome();
    }
    if (error instanceof ServiceError) {
      const mayHaveArrived =
        error.outcome === 'unknown' && this.record.state === 'claimed' && error.service === 'strava';
      if (!isInFlight)
        await this.#put(mayHaveArrived ? answerLost(this.record, now) : failForNow(this.record, error.message, now));
      return this.outcome();
    }
    // Only a refusal says that the file is not there. Whatever else came between leaves the claim to the next run.
    if (isRefusal(error) && !isInFlight) {
      await this.#put(postpone(this.record, error.message, error instanceof PauseError ? error.until : now, now));
    }
    const facts = { detail: error.message, record: this.record };
    return { kind: 'stopped', decision: decision(this.#activity, 'wait', waitReason(error), facts), trouble: error };
  }

  async #put(record: LedgerRecord): Promise<void> {
    this.record = await this.#ports.store.ledger.put(record);
  }

  #externalId(files: readonly OriginalFile[], index: number): string {
    return files.length === 1 ? externalIdOf(this.#activity.id) : externalIdOf(this.#activity.id, index + 1);
  }

  #request(file: OriginalFile, externalId: string): UploadRequest {
    const { multisport } = this.#activity;
    const { trainer, commute } = this.#actions;
    return {
      ...{ externalId, format: file.format, bytes: file.bytes },
      ...(takesTexts({ multisport, sessions: file.sessions }) && this.#texts(file)),
      ...(trainer !== undefined && { trainer }),
      ...(commute !== undefined && { commute }),
    };
  }

  /** As the user wants it; else Garmin's own, and the sport for files that do not say it well. */
  #texts({ format }: OriginalFile): Pick<UploadRequest, 'name' | 'description' | 'sportType'> {
    const { title, description: notes, sport } = this.#actions;
    const name = title?.(this.#activity) ?? this.#activity.name;
    const description = notes ? notes(this.#activity) : this.#activity.description;
    const sportType = sport ?? (format === 'fit' ? null : stravaSportType(this.#activity));
    return { ...(name && { name }), ...(description && { description }), ...(sportType && { sportType }) };
  }
}

function isRefusal(error: ToolError): boolean {
  return error instanceof PauseError || error instanceof AuthRequiredError || error instanceof AppInactiveError;
}

/** The decision that a record stands for once something was done about the activity. */
export function decisionOf(activity: GarminActivity, record: LedgerRecord): Decision {
  const { detail, retryAt } = record;
  switch (record.state) {
    case 'uploaded':
      return decision(activity, 'upload', 'new', { detail, record });
    case 'failed': {
      return decision(activity, 'fail', 'failed', { detail: withNextTry(detail, retryAt), record });
    }
    case 'uploading':
      return decision(activity, 'wait', 'pending', { detail, record });
    case 'claimed':
      return decision(activity, 'wait', 'pending', { detail: withNextTry(detail, retryAt), record });
    case 'seen':
      return decision(activity, 'wait', 'pending', { detail, record });
    default:
      return decision(activity, 'skip', record.state, { detail, record });
  }
}
