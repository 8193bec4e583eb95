import { Profile } from '@garmin/fitsdk';
import { describe, expect, test } from 'vitest';
import { garminTypeOf } from '../../src/sync/folder/fit-sport.ts';
import { garminFamily, isOfType, knownGarminTypes, stravaSportType } from '../../src/sync/sport.ts';

const known = knownGarminTypes();

test('the catalogue has each of its 152 types once', () => {
  expect(known).toHaveLength(152);
  expect(new Set(known).size).toBe(152);
});

describe('a type takes in its sub-types', () => {
  test.each([
    ['trail_running', null, 'running'],
    ['trail_running', 1, 'running'],
    ['indoor_cycling', null, 'cycling'],
    ['apnea_diving', 144, 'diving'],
    ['kayaking_v2', 228, 'water_sports'],
    ['wheelchair_push_run', 199, 'para_sports'],
    ['golf', 4, 'other'],
    ['incident_detected', 157, 'safety'],
    ['sofa_yoga_v9', 29, 'fitness_equipment'],
    ['running', 17, 'running'],
    ['sofa_yoga_v9', null, 'all'],
  ])('%s (parent %s) is %s', (type, parentTypeId, wanted) => {
    expect(isOfType({ type, parentTypeId }, wanted)).toBe(true);
  });

  test.each([
    ['running', 17, 'trail_running'],
    ['trail_running', null, 'cycling'],
    ['sofa_yoga_v9', null, 'other'],
    ['toString', null, 'constructor'],
  ])('%s (parent %s) is no %s', (type, parentTypeId, wanted) => {
    expect(isOfType({ type, parentTypeId }, wanted)).toBe(false);
  });
});

test('what a recording says it is, is a type of the catalogue', () => {
  const sports = Object.values(Profile.types['sport'] ?? {});
  const subSports = Object.values(Profile.types['subSport'] ?? {});
  const types = sports.flatMap((sport) => subSports.map((subSport) => garminTypeOf(sport, subSport)));
  expect(types.length).toBeGreaterThan(5_000);
  expect(types.filter((type) => !known.includes(type))).toEqual([]);
});

test.each([
  ['eBiking', 'generic', 'e_bike_fitness', 'EBikeRide'],
  ['eBiking', 'eBikeMountain', 'e_bike_mountain', 'EMountainBikeRide'],
  ['running', 'trail', 'trail_running', 'TrailRun'],
  ['soccer', 'generic', 'soccer', null],
  ['geocaching', 'generic', 'other', null],
])('a recording of %s, %s is %s', (sport, subSport, type, stravaType) => {
  expect(garminTypeOf(sport, subSport)).toBe(type);
  expect(stravaSportType({ type, parentTypeId: null })).toBe(stravaType);
});

test('a type that is newer than the catalogue is of the family that its parent is of', () => {
  expect(garminFamily({ type: 'moon_running', parentTypeId: 1 })).toBe('run');
  expect(garminFamily({ type: 'moon_running', parentTypeId: null })).toBeNull();
});
