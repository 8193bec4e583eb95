import type { StravaActivity } from './activity.ts';
import { listedCandidates, type StoredCandidate, unlistedCandidates } from './candidates.ts';
import { type Decision, decision, waitReason } from './decision.ts';
import { PauseError, type ToolError } from './errors.ts';
import type { Report } from './events.ts';
import { listActivities } from './listing.ts';
import { type Candidate, decideWithoutStrava, decideWithStrava, type PlanContext } from './plan.ts';
import { pollCandidates } from './polling.ts';
import type { ActivitySource, RejectedRow, Store, UploadTarget } from './ports.ts';
import { outOfQuota } from './quota-budget.ts';
import type { Range } from './range.ts';
import type { Rules } from './rules.ts';
import { type Chosen, force } from './single/chosen.ts';
import { listAround, span } from './span.ts';
import type { Clock } from './time.ts';
import { CLAIM_SETTLES } from './underway.ts';
import { addSessions, closeSessions, lacksSessions } from './uploads.ts';
import { todayFirst } from './urgency.ts';

export interface SyncPorts {
  readonly source: ActivitySource;
  readonly target: UploadTarget;
  readonly store: Store;
  readonly clock: Clock;
  readonly report: Report;
}

export interface PlanOptions {
  /** What to look at; `whole` reads all of it instead of stopping at what is known. */
  readonly range: Range;
  readonly whole: boolean;
  readonly rules: Rules;
  readonly onLikelyDuplicate: 'skip' | 'upload';
  readonly prefer?: readonly string[];
  /** At most this many uploads; the newest ones. */
  readonly limit: number | null;
  /** Look at nothing but these. */
  readonly only?: Chosen;
  /** Decide with Strava on at most this many, today's first, then the oldest; the others are left for later. */
  readonly atMost?: number;
  /** Give a claim that was made seconds ago the time to show up at Strava. A dry run does not wait. */
  readonly mayWait: boolean;
  readonly signal?: AbortSignal;
}

/** Every decision, oldest activity first, made before anything is written. */
export interface Plan {
  readonly decisions: readonly Decision[];
  readonly rejected: readonly RejectedRow[];
  /** What kept the plan from being complete. */
  readonly trouble: ToolError | null;
  /** Activities that were left for later. */
  readonly later: number;
  readonly source: ActivitySource['kind'];
  /** It looks at a whole range, so that the next run like it finds whatever this one leaves. */
  readonly whole: boolean;
}

/**
 * Decides on every activity. Reads from all three sides and writes to none.
 * @throws AuthRequiredError, AppInactiveError, ServiceError, StoreError; PauseError when Garmin's list is refused
 */
export async function makePlan(ports: SyncPorts, options: PlanOptions): Promise<Plan> {
  const { source, store, report } = ports;
  report({ type: 'listing', service: source.kind });
  const { only } = options;
  const listing = only ? only.listing : await listActivities(source, store.ledger, options);
  for (const row of listing.rejected) report({ type: 'row-rejected', row });
  const unlisted = only ? [] : await unlistedCandidates(ports, listing, options.range);
  const { polled, trouble } = await pollCandidates(ports, [...listedCandidates(listing), ...unlisted]);
  const decided = await decideAll(ports, polled, trouble, options);
  const decisions = [...decided.decisions].sort((a, b) => a.activity.startTime - b.activity.startTime);
  return {
    decisions: options.limit === null ? decisions : limitUploads(decisions, options.limit),
    rejected: listing.rejected,
    trouble: decided.trouble,
    later: decided.later,
    whole: options.whole,
    source: source.kind,
  };
}

async function decideAll(
  ports: SyncPorts,
  candidates: readonly StoredCandidate[],
  earlierTrouble: ToolError | null,
  options: PlanOptions,
): Promise<{ decisions: readonly Decision[]; trouble: ToolError | null; later: number }> {
  const { rules, onLikelyDuplicate, prefer = [], atMost = Number.POSITIVE_INFINITY } = options;
  const context = (): PlanContext => ({ now: ports.clock.now(), rules, onLikelyDuplicate, prefer });
  const decisions: Decision[] = [];
  const undecided: StoredCandidate[] = [];
  for (const candidate of candidates) {
    const isIncomplete = candidate.record !== null && lacksSessions(candidate.record);
    const forced = options.only?.force ? force(candidate) : null;
    const decided = forced ?? (isIncomplete ? null : decideWithoutStrava(candidate, context()));
    if (decided) decisions.push(keepingPoll(decided, candidate));
    else undecided.push(candidate);
  }
  const now = todayFirst(undecided, ports.clock.now()).slice(0, atMost);
  const later = undecided.length - now.length;
  if (now.length === 0) return { decisions, trouble: earlierTrouble, later };
  // A backfill takes the newest and the oldest, with years between them that nobody asks about.
  const isBackfill = later > 0;
  const { rows, trouble } = await listStrava(ports, now, earlierTrouble, { ...options, isBackfill });
  for (const candidate of now) {
    decisions.push(trouble ? postponed(candidate, trouble) : decideListed(candidate, rows, context()));
  }
  return { decisions, trouble, later };
}

function decideListed(candidate: StoredCandidate, rows: readonly StravaActivity[], context: PlanContext): Decision {
  const { record } = candidate;
  if (!record || !lacksSessions(record)) return keepingPoll(decideWithStrava(candidate, rows, context), candidate);
  const found = addSessions(record, rows, context.now);
  // Where an earlier run has looked already, what this listing does not show either is not there.
  const complete = { ...candidate, record: candidate.stored?.state === 'uploaded' ? closeSessions(found) : found };
  const decided = decideWithoutStrava(complete, context) ?? decideWithStrava(complete, rows, context);
  return keepingPoll(decided, complete);
}

/** What polling found out is not in the ledger yet, so the decision has to carry it there. */
function keepingPoll(decided: Decision, { record, stored }: StoredCandidate): Decision {
  if (record === stored) return decided;
  const hasJustFailed = decided.reason === 'failed' && decided.kind === 'skip';
  const kind = hasJustFailed ? 'fail' : decided.kind;
  const isThrough = decided.reason === 'uploaded' && stored?.state === 'uploading';
  const detail = isThrough ? "an earlier run's upload has come through" : decided.detail;
  return { ...decided, kind, detail, record: stored, write: decided.write ?? record };
}

function postponed({ activity, stored }: StoredCandidate, trouble: ToolError): Decision {
  return decision(activity, 'wait', waitReason(trouble), { detail: trouble.message, record: stored });
}

/** Asks Strava once about everything that only Strava can decide. */
async function listStrava(
  { target, clock, report }: SyncPorts,
  undecided: readonly Candidate[],
  trouble: ToolError | null,
  { mayWait, signal, isBackfill }: PlanOptions & { readonly isBackfill: boolean },
): Promise<{ rows: readonly StravaActivity[]; trouble: ToolError | null }> {
  if (trouble) return { rows: [], trouble };
  if (mayWait) {
    const { uploads, until } = await target.room();
    // A listing is no use to a run that could not upload what it finds missing.
    if (uploads === 0) return { rows: [], trouble: outOfQuota(until) };
    await letClaimsSettle(undecided, clock, report, signal);
  }
  report({ type: 'listing', service: 'strava' });
  try {
    const activities = undecided.map(({ activity }) => activity);
    const rows = isBackfill ? await listAround(target, activities) : await target.list(span(activities));
    return { rows, trouble: null };
  } catch (error) {
    if (error instanceof PauseError) return { rows: [], trouble: error };
    throw error;
  }
}

async function letClaimsSettle(
  candidates: readonly Candidate[],
  clock: Clock,
  report: Report,
  signal: AbortSignal | undefined,
): Promise<void> {
  const claims = candidates.flatMap(({ record }) => (record?.state === 'claimed' ? [record.updatedAt] : []));
  const ms = Math.max(0, ...claims.map((at) => at + CLAIM_SETTLES - clock.now()));
  if (ms === 0) return;
  report({ type: 'settling', ms });
  await clock.sleep(Math.min(ms, CLAIM_SETTLES), signal);
}

function limitUploads(decisions: readonly Decision[], limit: number): readonly Decision[] {
  const uploads = decisions.filter(({ kind }) => kind === 'upload');
  const beyond = new Set(uploads.slice(0, Math.max(0, uploads.length - limit)));
  return decisions.map((it) =>
    beyond.has(it) ? { ...it, kind: 'wait', reason: 'pending', detail: `beyond the limit of ${limit}` } : it,
  );
}
