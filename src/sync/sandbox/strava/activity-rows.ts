import { SECOND, toIso } from '../../time.ts';
import { ATHLETE_ID } from './athlete.ts';
import { type HeldActivity, shownStart } from './held-activity.ts';
import { activityTypeOf } from './sport-types.ts';

/** A row of `GET /athlete/activities`, with the keys of a recorded one (2025-10-18) and today's `device_name`. */
export function summaryRow(activity: HeldActivity): object {
  return {
    resource_state: 2,
    athlete: { id: ATHLETE_ID, resource_state: 1 },
    ...numbers(activity),
    type: activityTypeOf(activity.sportType),
    sport_type: activity.sportType,
    workout_type: null,
    id: Number(activity.id),
    ...times(activity),
    location_city: null,
    location_state: null,
    location_country: null,
    ...noReactions(),
    map: { id: `a${activity.id}`, summary_polyline: '', resource_state: 2 },
    ...flags(activity),
    ...positions(activity),
    has_heartrate: false,
    heartrate_opt_out: false,
    display_hide_heartrate_option: false,
    ...origin(activity),
    from_accepted_tag: false,
  };
}

/** What `GET` and `PUT /activities/{id}` answer. */
export function detailedRow(activity: HeldActivity): object {
  return {
    ...summaryRow(activity),
    resource_state: 3,
    map: { id: `a${activity.id}`, polyline: '', resource_state: 3, summary_polyline: '' },
    description: activity.description,
    calories: 0,
    perceived_exertion: null,
    prefer_perceived_exertion: null,
    segment_efforts: [],
    best_efforts: [],
    photos: { primary: null, count: 0 },
    hide_from_home: activity.hideFromHome,
    available_zones: [],
  };
}

function numbers({ name, distance, movingTime, elapsedTime }: HeldActivity): object {
  const speed = movingTime > 0 ? Number((distance / movingTime).toFixed(3)) : 0;
  return {
    name,
    distance,
    moving_time: movingTime,
    elapsed_time: elapsedTime,
    total_elevation_gain: 0,
    average_speed: speed,
    max_speed: speed,
  };
}

/** `start_date_local` is the wall clock with a `Z` that is not true. */
function times(activity: HeldActivity): object {
  const start = shownStart(activity);
  return {
    start_date: toIso(start),
    start_date_local: toIso(start + activity.utcOffset * SECOND),
    timezone: timezoneText(activity.utcOffset),
    utc_offset: activity.utcOffset,
  };
}

/** `(GMT-05:00) America/New_York` at Strava; the stand-in knows the offset only, not the place. */
function timezoneText(utcOffset: number): string {
  const minutes = Math.abs(utcOffset) / 60;
  const digits = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `(GMT${utcOffset < 0 ? '-' : '+'}${digits.join(':')}) Etc/Unknown`;
}

function noReactions(): object {
  return {
    achievement_count: 0,
    kudos_count: 0,
    comment_count: 0,
    athlete_count: 1,
    photo_count: 0,
    pr_count: 0,
    total_photo_count: 0,
    has_kudoed: false,
  };
}

function flags({ trainer, commute, manual, visibility, gearId }: HeldActivity): object {
  return {
    trainer,
    commute,
    manual,
    private: visibility === 'only_me',
    visibility,
    flagged: false,
    gear_id: gearId,
  };
}

function positions({ startPosition }: HeldActivity): object {
  const point = startPosition ?? [];
  return { start_latlng: point, end_latlng: point };
}

/** An activity that was typed in has no upload, and no `upload_id_str` either (recorded 2025-10-18). */
function origin({ uploadId, externalId, deviceName }: HeldActivity): object {
  return {
    upload_id: uploadId === null ? null : Number(uploadId),
    ...(uploadId === null ? {} : { upload_id_str: uploadId }),
    external_id: externalId,
    ...(deviceName === null ? {} : { device_name: deviceName }),
  };
}
