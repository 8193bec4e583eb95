import type { StravaActivity } from './activity.ts';
import { type Decision, decision } from './decision.ts';
import { isFrom, type Match, overlapping } from './match.ts';
import type { Candidate, PlanContext } from './plan.ts';
import { end, hold, newRecord, updateLeg } from './transitions.ts';

/** Another recording of the same workout, where the user wants that one, however much more a third has in common with ours. */
export function preferred(
  { activity, record }: Candidate,
  rows: readonly StravaActivity[],
  { now, prefer = [] }: PlanContext,
): Decision | null {
  const found = overlapping(activity, rows).flatMap(({ row }) => {
    const source = prefer.find((name) => isFrom(row, name));
    return source === undefined ? [] : [{ source, stravaIds: [row.id] }];
  });
  const [first] = found;
  if (!first) return null;
  const { source, stravaIds } = first;
  const detail = `${source} has recorded it too, which you prefer`;
  const write = end(record ?? newRecord(activity, now), 'on-strava', { detail, stravaIds, now });
  return decision(activity, 'skip', 'on-strava', { detail, record, write });
}

/** What Strava has already, by which sign it was found. */
export function adopt({ activity, record }: Candidate, match: Match, context: PlanContext): Decision {
  const { now, onLikelyDuplicate } = context;
  const { stravaIds } = match;
  const detail = explain(match);
  const base = record ?? newRecord(activity, now);
  const ownLeg = match.kind === 'external-id' && match.origin === 'ours' && base.legs.length === 1 && base.legs[0];
  if (ownLeg) {
    const write = updateLeg(base, ownLeg.externalId, { state: 'uploaded', stravaIds }, now);
    return decision(activity, 'skip', 'uploaded', { detail: 'an earlier run had uploaded it', record, write });
  }
  if (match.kind === 'external-id' || match.kind === 'start') {
    const write = end(base, 'on-strava', { detail, stravaIds, now });
    return decision(activity, 'skip', 'on-strava', { detail, record, write });
  }
  if (onLikelyDuplicate === 'upload') {
    return decision(activity, 'upload', 'new', { detail: `${detail}, to be uploaded as you asked`, record });
  }
  const write = hold(base, 'likely-duplicate', { detail, stravaIds, retryAt: null, now });
  return decision(activity, 'skip', 'likely-duplicate', { detail, record, write });
}

const ORIGINS = {
  ours: 'uploaded by this tool before',
  'original-tool': 'uploaded by an earlier tool under its Garmin id',
  'native-push': "came through Garmin's own link to Strava",
} as const;

function explain(match: Match): string {
  switch (match.kind) {
    case 'external-id':
      return ORIGINS[match.origin];
    case 'start':
      return match.native ? "same start and sport, came through Garmin's own link to Strava" : 'same start and sport';
    case 'overlap':
      return `overlaps Strava activity ${match.stravaIds[0]} by ${Math.floor(match.share * 100)} %`;
    case 'hidden-start':
      return `same day, length and distance as Strava activity ${match.stravaIds[0]}, whose start is hidden`;
  }
}
