import type { Request } from 'express';
import type { HeldActivity } from './held-activity.ts';
import { jsonObject } from './request-text.ts';
import { SPORT_TYPES } from './sport-types.ts';

type Changes = { -readonly [Key in keyof HeldActivity]?: HeldActivity[Key] };

/** True for a `PUT /activities/{id}` with a sport that Strava does not have, such as `Other`. */
export function namesUnknownSport(req: Request): boolean {
  const sport = sportOf(jsonObject(req));
  return sport !== undefined && !SPORT_TYPES.has(sport);
}

/**
 * What a `PUT /activities/{id}` changes: Strava's `UpdatableActivity`, and nothing else, without a word about the rest.
 * Booleans take effect in JSON only; a form has none (stravalib pull request 716).
 */
export function activityChanges(req: Request): Partial<HeldActivity> {
  const body = jsonObject(req);
  const changes: Changes = {};
  const { name, description, gear_id: gear, commute, trainer, hide_from_home: muted } = body;
  const sportType = sportOf(body);
  if (typeof name === 'string') changes.name = name;
  if (typeof description === 'string') changes.description = description;
  if (sportType !== undefined) changes.sportType = sportType;
  if (typeof gear === 'string') changes.gearId = gear === 'none' ? null : gear;
  if (typeof commute === 'boolean') changes.commute = commute;
  if (typeof trainer === 'boolean') changes.trainer = trainer;
  if (typeof muted === 'boolean') changes.hideFromHome = muted;
  return changes;
}

/** `type` is deprecated, and ignored beside `sport_type`. */
function sportOf(body: Readonly<Record<string, unknown>>): string | undefined {
  const sport = body['sport_type'] ?? body['type'];
  return typeof sport === 'string' ? sport : undefined;
}
