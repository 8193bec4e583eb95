/**
 * Garmin's catalogue of 152 activity types as its web site loaded it in 2026 (activityTypes.json, which
 * garmin-connect-export keeps): the types that it files under `all`, each with its id and the keys of its sub-types.
 */
const CATALOGUE: Readonly<Record<string, readonly [typeId: number, subTypes: string]>> = {
  running: [
    1,
    `trail_running street_running track_running treadmill_running virtual_run obstacle_run indoor_running ultra_run`,
  ],
  cycling: [
    2,
    `mountain_biking road_biking cyclocross downhill_biking track_cycling recumbent_cycling indoor_cycling bmx
      gravel_cycling virtual_ride e_bike_mountain e_bike_fitness hand_cycling indoor_hand_cycling enduro_mtb
      e_enduro_mtb`,
  ],
  hiking: [3, 'rucking'],
  other: [
    4,
    `mountaineering wind_kite_surfing horseback_riding driving_general flying whitewater_rafting_kayaking
      inline_skating golf hunting_fishing sky_diving rc_drone rock_climbing hang_gliding wingsuit_flying
      floor_climbing stop_watch auto_racing breathwork e_sport motorcycling_v2 motocross_v2 atv_v2 transition_v2
      swimToBikeTransition_v2 bikeToRunTransition_v2 runToBikeTransition_v2 hunting meditation disc_golf boxing
      archery mixed_martial_arts overland`,
  ],
  walking: [9, 'casual_walking speed_walking'],
  swimming: [26, 'lap_swimming open_water_swimming'],
  fitness_equipment: [
    29,
    `indoor_cardio strength_training elliptical stair_climbing indoor_rowing pilates yoga indoor_climbing bouldering
      hiit onshore_grinding_v2 dance jump_rope mobility`,
  ],
  multi_sport: [89, ''],
  steps: [108, ''],
  diving: [144, 'single_gas_diving multi_gas_diving gauge_diving apnea_diving apnea_hunting ccr_diving pool_apnea'],
  safety: [157, 'assistance incident_detected'],
  winter_sports: [
    165,
    `snowmobiling_ws snow_shoe_ws skating_ws backcountry_skiing_snowboarding_ws skate_skiing_ws
      cross_country_skiing_ws resort_skiing_snowboarding_ws backcountry_skiing backcountry_snowboarding resort_skiing
      resort_snowboarding`,
  ],
  para_sports: [199, 'wheelchair_push_run wheelchair_push_walk'],
  team_sports: [
    206,
    `cricket rugby ice_hockey field_hockey lacrosse volleyball ultimate_disc softball soccer american_football
      basketball baseball`,
  ],
  racket_sports: [219, 'table_tennis platform_tennis racquetball squash badminton pickleball paddelball tennis_v2'],
  water_sports: [
    228,
    `boating_v2 fishing_v2 kayaking_v2 kiteboarding_v2 offshore_grinding_v2 paddling_v2 whitewater_rafting_v2
      rowing_v2 sailing_v2 stand_up_paddleboarding_v2 surfing_v2 water_tubing windsurfing_v2 wakeboarding_v2
      wakesurfing waterskiing snorkeling`,
  ],
};

const entries = Object.entries(CATALOGUE).map(
  ([type, [typeId, subTypes]]) => [type, typeId, subTypes.split(/\s+/).filter(Boolean)] as const,
);
const typeOfId = new Map(entries.map(([type, typeId]) => [typeId, type]));
const parents = new Map(entries.flatMap(([type, , subTypes]) => subTypes.map((subType) => [subType, type] as const)));

/** Every type key of the catalogue; Garmin adds some now and then. */
export const GARMIN_TYPES: readonly string[] = ['all', ...typeOfId.values(), ...parents.keys()];

/** What the catalogue goes by to place a type. */
export interface TypeOf {
  readonly type: string;
  /** Null where nobody told it. */
  readonly parentTypeId: number | null;
}

/**
 * What the catalogue files a type under, below `all`: by the id that Garmin sends along, which places a type that is newer
 * than the catalogue, else by the type's key. Null for one that stands at the top or that nobody can place.
 */
export function parentOf({ type, parentTypeId }: TypeOf): string | null {
  const told = parentTypeId === null ? undefined : typeOfId.get(parentTypeId);
  return told ?? parents.get(type) ?? null;
}
