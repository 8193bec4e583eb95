import type { StravaActivity } from '../activity.ts';
import type { Decision } from '../decision.ts';
import { type Comparison, compare, SIGNS } from '../match.ts';
import { type Candidate, decideWithoutStrava, decideWithStrava, FIRST_STEPS, type PlanContext } from '../plan.ts';
import type { UploadTarget } from '../ports.ts';
import { type Bound, isBefore } from '../range.ts';
import { span } from '../span.ts';

export type Step = keyof typeof FIRST_STEPS | keyof typeof SIGNS;

/** One step of the decision ladder, as it went for one activity. */
export interface TakenStep {
  readonly step: Step;
  /** `unreached`: an earlier step decided. */
  readonly result: 'decided' | 'passed' | 'unreached';
}

export interface Explanation {
  readonly decision: Decision;
  readonly steps: readonly TakenStep[];
  /** Strava's activities of those days, the nearest first; null where Strava was not asked. */
  readonly compared: readonly Comparison[] | null;
  /** It would be uploaded, but lies before what a sync looks at. */
  readonly isBeyondSync: boolean;
}

/** More of them are no help. */
const NEAREST = 5;

/**
 * Goes up the ladder as a run would, and tells about every step. Strava is asked where the first steps leave it to
 * Strava, or where `fresh` wants to know how it is there now.
 * @throws ToolError as the target does
 */
export async function explainDecision(
  target: Pick<UploadTarget, 'list'>,
  candidate: Candidate,
  context: PlanContext,
  { fresh, horizon }: { readonly fresh: boolean; readonly horizon: Bound },
): Promise<Explanation> {
  const early = decideWithoutStrava(candidate, context);
  if (early && !fresh) {
    return { decision: early, steps: stepsOf(candidate, context, []), compared: null, isBeyondSync: false };
  }
  const rows = await target.list(span([candidate.activity]));
  const compared = rows
    .map((row) => compare(candidate.activity, row))
    .sort((a, b) => b.overlap - a.overlap || Math.abs(a.startsAfter) - Math.abs(b.startsAfter));
  const decision = early ?? decideWithStrava(candidate, rows, context);
  const isNew = decision.kind === 'upload' && candidate.record === null;
  return {
    decision,
    isBeyondSync: isNew && isBefore(candidate.activity, horizon),
    steps: stepsOf(candidate, context, rows),
    compared: compared.slice(0, NEAREST),
  };
}

function stepsOf(candidate: Candidate, context: PlanContext, rows: readonly StravaActivity[]): readonly TakenStep[] {
  let isDecided = false;
  const take = (step: Step, decides: () => boolean): TakenStep => {
    if (isDecided) return { step, result: 'unreached' };
    isDecided = decides();
    return { step, result: isDecided ? 'decided' : 'passed' };
  };
  const first = Object.entries(FIRST_STEPS).map(([step, decide]) =>
    take(step as Step, () => decide(candidate, context) !== null),
  );
  const signs = Object.entries(SIGNS).map(([step, find]) =>
    take(step as Step, () => find(candidate.activity, rows) !== null),
  );
  return [...first, ...signs];
}
