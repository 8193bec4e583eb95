/** Strava's `SportType` (its API description of 2026). Case counts. */
export const SPORT_TYPES: ReadonlySet<string> = new Set(
  `AlpineSki BackcountrySki Badminton Basketball Canoeing Cricket Crossfit Dance EBikeRide Elliptical EMountainBikeRide
  Golf GravelRide Handcycle HighIntensityIntervalTraining Hike IceSkate InlineSkate Kayaking Kitesurf MountainBikeRide
  NordicSki Padel PhysicalTherapy Pickleball Pilates Racquetball Ride RockClimbing RollerSki Rowing Run Sail Skateboard
  Snowboard Snowshoe Soccer Squash StairStepper StandUpPaddling Surfing Swim TableTennis Tennis TrailRun Velomobile
  VirtualRide VirtualRow VirtualRun Volleyball Walk WeightTraining Wheelchair Windsurf Workout Yoga`.split(/\s+/),
);

/** Sport types that the older `ActivityType` does not have, and what it says instead. */
const OLDER_TYPES: Readonly<Record<string, string>> = {
  EMountainBikeRide: 'EBikeRide',
  GravelRide: 'Ride',
  MountainBikeRide: 'Ride',
  TrailRun: 'Run',
  VirtualRow: 'Rowing',
};

const ONLY_NEW: ReadonlySet<string> = new Set(
  `Badminton Basketball Cricket Dance HighIntensityIntervalTraining Padel PhysicalTherapy Pickleball Pilates Racquetball
  Squash TableTennis Tennis Volleyball`.split(/\s+/),
);

/** The value of the row's old `type` field. */
export function activityTypeOf(sportType: string): string {
  return OLDER_TYPES[sportType] ?? (ONLY_NEW.has(sportType) ? 'Workout' : sportType);
}

const FIT_SPORTS: Readonly<Record<string, string>> = {
  alpineSkiing: 'AlpineSki',
  basketball: 'Basketball',
  canoeing: 'Canoeing',
  cricket: 'Cricket',
  crossCountrySkiing: 'NordicSki',
  cycling: 'Ride',
  dance: 'Dance',
  eBiking: 'EBikeRide',
  floorClimbing: 'StairStepper',
  golf: 'Golf',
  hiit: 'HighIntensityIntervalTraining',
  hiking: 'Hike',
  iceSkating: 'IceSkate',
  inlineSkating: 'InlineSkate',
  kayaking: 'Kayaking',
  kitesurfing: 'Kitesurf',
  mountaineering: 'Hike',
  paddling: 'Canoeing',
  rockClimbing: 'RockClimbing',
  rowing: 'Rowing',
  running: 'Run',
  sailing: 'Sail',
  snowboarding: 'Snowboard',
  snowshoeing: 'Snowshoe',
  soccer: 'Soccer',
  standUpPaddleboarding: 'StandUpPaddling',
  surfing: 'Surfing',
  swimming: 'Swim',
  tennis: 'Tennis',
  volleyball: 'Volleyball',
  walking: 'Walk',
  wheelchairPushRun: 'Wheelchair',
  wheelchairPushWalk: 'Wheelchair',
  windsurfing: 'Windsurf',
};

/** Sub-sports that say more than their sport, by `sport/subSport`; `*` stands for every sport. */
const FIT_SUB_SPORTS: Readonly<Record<string, string>> = {
  '*/badminton': 'Badminton',
  '*/bouldering': 'RockClimbing',
  '*/eBikeFitness': 'EBikeRide',
  '*/eBikeMountain': 'EMountainBikeRide',
  '*/elliptical': 'Elliptical',
  '*/gravelCycling': 'GravelRide',
  '*/handCycling': 'Handcycle',
  '*/hiit': 'HighIntensityIntervalTraining',
  '*/indoorClimbing': 'RockClimbing',
  '*/indoorHandCycling': 'Handcycle',
  '*/indoorRowing': 'Rowing',
  '*/padel': 'Padel',
  '*/pickleball': 'Pickleball',
  '*/pilates': 'Pilates',
  '*/racquetball': 'Racquetball',
  '*/skateSkiing': 'NordicSki',
  '*/squash': 'Squash',
  '*/stairClimbing': 'StairStepper',
  '*/strengthTraining': 'WeightTraining',
  '*/tableTennis': 'TableTennis',
  '*/yoga': 'Yoga',
  'alpineSkiing/backcountry': 'BackcountrySki',
  'cycling/mountain': 'MountainBikeRide',
  'cycling/virtualActivity': 'VirtualRide',
  'rowing/virtualActivity': 'VirtualRow',
  'running/trail': 'TrailRun',
  'running/virtualActivity': 'VirtualRun',
};

/** The sport that a FIT session becomes. Strava does not publish its table; this one follows the names. */
export function sportTypeOfFit(sport: string, subSport: string): string {
  return FIT_SUB_SPORTS[`${sport}/${subSport}`] ?? FIT_SUB_SPORTS[`*/${subSport}`] ?? FIT_SPORTS[sport] ?? 'Workout';
}

/** Sports by the words that GPX (`<type>`) and TCX (`Sport`) files use. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/trail/i, 'TrailRun'],
  [/run/i, 'Run'],
  [/bik|cycl|ride/i, 'Ride'],
  [/walk/i, 'Walk'],
  [/hik/i, 'Hike'],
  [/swim/i, 'Swim'],
];

/** The sport of a GPX or TCX file; a ride where it does not say. */
export function sportTypeOfWord(word: string): string {
  return WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? 'Ride';
}
