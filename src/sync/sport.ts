import { GARMIN_TYPES, parentOf, type TypeOf } from './garmin-types.ts';

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

/** Garmin type keys by family. Those that no sport of Strava's fits, or several do, are left out. */
const FAMILY_TYPES: Record<SportFamily, string> = {
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

const familyOfGarminType = byName(FAMILY_TYPES);
const familyOfStravaType = byName(STRAVA_TYPES);

function byName(table: Record<SportFamily, string>): ReadonlyMap<string, SportFamily> {
  const families = Object.entries(table) as [SportFamily, string][];
  return new Map(families.flatMap(([family, names]) => names.split(/\s+/).map((name) => [name, family] as const)));
}

/** Null for sports that no family fits, such as `other` or `multi_sport`. */
export function garminFamily(sport: TypeOf): SportFamily | null {
  return familyOfGarminType.get(sport.type) ?? familyOfGarminType.get(parentOf(sport) ?? '') ?? null;
}

export function stravaFamily(sportType: string | null): SportFamily | null {
  return (sportType && familyOfStravaType.get(sportType)) || null;
}

/** The Strava sport type that says the same as Garmin's type; null where none does. */
export function stravaSportType(sport: TypeOf): string | null {
  const family = garminFamily(sport);
  return SPORT_TYPES[sport.type] ?? (family && FAMILY_DEFAULTS[family]) ?? null;
}

/** Every type key of Garmin's catalogue as it was in 2026; Garmin adds some now and then. */
export function knownGarminTypes(): readonly string[] {
  return GARMIN_TYPES;
}

/** True when `wanted` names the type itself or what Garmin's catalogue files it under; `all` names every one. */
export function isOfType(sport: TypeOf, wanted: string): boolean {
  return wanted === sport.type || wanted === 'all' || wanted === parentOf(sport);
}

/** Every SportType of Strava's that is known here. */
export const STRAVA_SPORTS: readonly string[] = Object.values(STRAVA_TYPES).flatMap((types) => types.split(/\s+/));
