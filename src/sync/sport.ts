import type { GarminActivity } from './activity.ts';

/** Sports that the two services may name differently for one and the same workout. */
export type SportFamily =
  | 'run'
  | 'ride'
  | 'walk'
  | 'swim'
  | 'gym'
  | 'climb'
  | 'row'
  | 'paddle'
  | 'sail'
  | 'surf'
  | 'snow'
  | 'skate'
  | 'racket'
  | 'team'
  | 'golf';

/** Garmin type keys by family; from Garmin's own catalogue of 152 types. Keys with no sport of Strava's are left out. */
const GARMIN_TYPES: Record<SportFamily, string> = {
  run: 'running trail_running street_running track_running treadmill_running virtual_run obstacle_run indoor_running ultra_run',
  ride: `cycling mountain_biking road_biking cyclocross downhill_biking track_cycling recumbent_cycling indoor_cycling bmx
    gravel_cycling virtual_ride e_bike_mountain e_bike_fitness hand_cycling indoor_hand_cycling enduro_mtb e_enduro_mtb`,
  walk: 'walking casual_walking speed_walking hiking rucking mountaineering snow_shoe_ws steps wheelchair_push_walk',
  swim: 'swimming lap_swimming open_water_swimming',
  gym: `fitness_equipment indoor_cardio strength_training elliptical stair_climbing pilates yoga hiit dance jump_rope
    mobility breathwork meditation boxing mixed_martial_arts`,
  climb: 'rock_climbing indoor_climbing bouldering',
  row: 'rowing_v2 indoor_rowing',
  paddle: 'kayaking_v2 paddling_v2 stand_up_paddleboarding_v2 whitewater_rafting_kayaking whitewater_rafting_v2',
  sail: 'sailing_v2 boating_v2',
  surf: 'surfing_v2 windsurfing_v2 kiteboarding_v2 wind_kite_surfing wakeboarding_v2 wakesurfing',
  snow: `winter_sports backcountry_skiing_snowboarding_ws skate_skiing_ws cross_country_skiing_ws
    resort_skiing_snowboarding_ws backcountry_skiing backcountry_snowboarding resort_skiing resort_snowboarding`,
  skate: 'inline_skating skating_ws',
  racket: 'racket_sports table_tennis platform_tennis racquetball squash badminton pickleball paddelball tennis_v2',
  team: `team_sports cricket rugby ice_hockey field_hockey lacrosse volleyball ultimate_disc softball soccer
    american_football basketball baseball`,
  golf: 'golf disc_golf',
};

/** The rest of Garmin's catalogue: types that no sport of Strava's fits, or several do. */
const OTHER_GARMIN_TYPES = `other all multi_sport transition_v2 swimToBikeTransition_v2 bikeToRunTransition_v2
  runToBikeTransition_v2 horseback_riding driving_general flying hunting_fishing sky_diving rc_drone hang_gliding
  wingsuit_flying diving single_gas_diving multi_gas_diving gauge_diving apnea_diving pool_apnea ccr_diving snorkeling
  floor_climbing stop_watch apnea_hunting safety assistance incident_detected auto_racing snowmobiling_ws e_sport
  motorcycling_v2 motocross_v2 atv_v2 overland hunting para_sports wheelchair_push_run water_sports fishing_v2
  offshore_grinding_v2 onshore_grinding_v2 water_tubing waterskiing archery`;

/** Strava's SportType values by family (its API description, 2026). */
const STRAVA_TYPES: Record<SportFamily, string> = {
  run: 'Run TrailRun VirtualRun',
  ride: 'Ride VirtualRide MountainBikeRide GravelRide EBikeRide EMountainBikeRide Handcycle Velomobile',
  walk: 'Walk Hike Snowshoe Wheelchair',
  swim: 'Swim',
  gym: 'Workout WeightTraining Crossfit Elliptical HighIntensityIntervalTraining Pilates StairStepper Yoga Dance PhysicalTherapy',
  climb: 'RockClimbing',
  row: 'Rowing VirtualRow',
  paddle: 'Kayaking Canoeing StandUpPaddling',
  sail: 'Sail',
  surf: 'Surfing Windsurf Kitesurf',
  snow: 'AlpineSki BackcountrySki NordicSki Snowboard',
  skate: 'InlineSkate IceSkate RollerSki Skateboard',
  racket: 'Badminton Padel Pickleball Racquetball Squash TableTennis Tennis',
  team: 'Basketball Cricket Soccer Volleyball',
  golf: 'Golf',
};

/** Type ids of the top of Garmin's catalogue: they place a type key that is newer than this list. */
const GARMIN_PARENTS: Readonly<Record<number, string>> = {
  1: 'running',
  2: 'cycling',
  3: 'hiking',
  9: 'walking',
  26: 'swimming',
  29: 'fitness_equipment',
  165: 'winter_sports',
  206: 'team_sports',
  219: 'racket_sports',
};

/** The Strava sport of a Garmin type, for files that do not carry their sport (GPX, TCX). */
const SPORT_TYPES: Readonly<Record<string, string>> = {
  running: 'Run',
  trail_running: 'TrailRun',
  virtual_run: 'VirtualRun',
  cycling: 'Ride',
  road_biking: 'Ride',
  mountain_biking: 'MountainBikeRide',
  gravel_cycling: 'GravelRide',
  virtual_ride: 'VirtualRide',
  e_bike_fitness: 'EBikeRide',
  e_bike_mountain: 'EMountainBikeRide',
  hand_cycling: 'Handcycle',
  walking: 'Walk',
  hiking: 'Hike',
  snow_shoe_ws: 'Snowshoe',
  swimming: 'Swim',
  strength_training: 'WeightTraining',
  elliptical: 'Elliptical',
  stair_climbing: 'StairStepper',
  yoga: 'Yoga',
  pilates: 'Pilates',
  rock_climbing: 'RockClimbing',
  rowing_v2: 'Rowing',
  kayaking_v2: 'Kayaking',
  stand_up_paddleboarding_v2: 'StandUpPaddling',
  sailing_v2: 'Sail',
  surfing_v2: 'Surfing',
  windsurfing_v2: 'Windsurf',
  kiteboarding_v2: 'Kitesurf',
  resort_skiing: 'AlpineSki',
  backcountry_skiing: 'BackcountrySki',
  cross_country_skiing_ws: 'NordicSki',
  resort_snowboarding: 'Snowboard',
  inline_skating: 'InlineSkate',
  skating_ws: 'IceSkate',
  golf: 'Golf',
};

const FAMILY_DEFAULTS: Partial<Record<SportFamily, string>> = {
  run: 'Run',
  ride: 'Ride',
  walk: 'Walk',
  swim: 'Swim',
  gym: 'Workout',
};

type SportOf = Pick<GarminActivity, 'type' | 'parentTypeId'>;

const familyOfGarminType = byName(GARMIN_TYPES);
const familyOfStravaType = byName(STRAVA_TYPES);

function byName(table: Record<SportFamily, string>): ReadonlyMap<string, SportFamily> {
  const families = Object.entries(table) as [SportFamily, string][];
  return new Map(families.flatMap(([family, names]) => names.split(/\s+/).map((name) => [name, family] as const)));
}

/** Null for sports that no family fits, such as `other` or `multi_sport`. */
export function garminFamily({ type, parentTypeId }: SportOf): SportFamily | null {
  const parent = parentTypeId === null ? undefined : GARMIN_PARENTS[parentTypeId];
  return familyOfGarminType.get(type) ?? familyOfGarminType.get(parent ?? '') ?? null;
}

export function stravaFamily(sportType: string | null): SportFamily | null {
  return (sportType && familyOfStravaType.get(sportType)) || null;
}

/** The Strava sport type that says the same as Garmin's type; null where none does. */
export function stravaSportType(sport: SportOf): string | null {
  const family = garminFamily(sport);
  return SPORT_TYPES[sport.type] ?? (family && FAMILY_DEFAULTS[family]) ?? null;
}

/** Every type key of Garmin's catalogue as it was in 2026; Garmin adds some now and then. */
export function knownGarminTypes(): readonly string[] {
  return [...familyOfGarminType.keys(), ...OTHER_GARMIN_TYPES.split(/\s+/)];
}

/** True when `wanted` names the type itself or the type that Garmin's catalogue files it under. */
export function isOfType({ type, parentTypeId }: SportOf, wanted: string): boolean {
  return type === wanted || (parentTypeId !== null && GARMIN_PARENTS[parentTypeId] === wanted);
}

/** Every SportType of Strava's that is known here. */
export const STRAVA_SPORTS: readonly string[] = Object.values(STRAVA_TYPES).flatMap((types) => types.split(/\s+/));
