import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { GarminActivity } from '../../src/sync/activity.ts';
import { TemplateSchema } from '../../src/sync/template.ts';
import { garminActivity } from '../support/records.ts';

function written(text: string, facts: Partial<GarminActivity> = {}): string | null {
  const activity = garminActivity({
    name: 'Lunch run',
    place: 'Zürich',
    type: 'trail_running',
    distance: 10_000,
    duration: 3_600,
    description: null,
    startTimeLocal: '2026-11-20 12:00:00',
    ...facts,
  });
  return v.parse(TemplateSchema, text)(activity);
}

function problemOf(text: string): string | undefined {
  return v.safeParse(TemplateSchema, text).issues?.[0].message;
}

test.each([
  ['{name}', 'Lunch run'],
  ['{name} in {place}, {distance}', 'Lunch run in Zürich, 10.0 km'],
  ['{date} {date:DD.MM.YYYY HH:mm}', '2026-11-20 20.11.2026 12:00'],
  ['{date:YYYYMMDD-HHmm}', '20261120-1200'],
  ['{duration} {type}', '1:00 h trail running'],
  ['{description}', null],
  ['{description}  {name}', 'Lunch run'],
  ['no field at all, (really)', 'no field at all, (really)'],
])('%s', (text, expected) => {
  expect(written(text)).toBe(expected);
});

describe('an empty field takes the signs beside it along', () => {
  test.each([
    ['{place}, {distance}', '10.0 km'],
    ['{distance}, {place}', '10.0 km'],
    ['{name}, {place}, {distance}', 'Lunch run, 10.0 km'],
    ['{name} {place}, {distance}', 'Lunch run, 10.0 km'],
    ['{name} ({place})', 'Lunch run'],
    ['{name} ({place}), {distance}', 'Lunch run, 10.0 km'],
    ['{name} ({place}, {distance})', 'Lunch run (10.0 km)'],
    ['{name} ({distance}, {place})', 'Lunch run (10.0 km)'],
    ['{name} – {place} – {description} – {distance}', 'Lunch run – 10.0 km'],
    ['{place}: {description} | {name}', 'Lunch run'],
    ['{place} / {description}', null],
    ['- {place}\n- {distance}', '- 10.0 km'],
    ['{name}\n{description}\n{distance}', 'Lunch run\n10.0 km'],
    ['{description}\n\n{name}', 'Lunch run'],
    ['Place: {place}\nLength: {distance}', 'Place\nLength: 10.0 km'],
  ])('%j', (text, expected) => {
    expect(written(text, { place: null })).toBe(expected);
  });

  test('signs of a value are its own', () => {
    expect(written('{name}, {place}', { name: 'Run - ', place: null })).toBe('Run -');
  });

  test('whatever is missing, no sign is left at an end or doubled', () => {
    const fact = fc.constantFrom('A', null);
    fc.assert(
      fc.property(fact, fact, fact, (name, place, description) => {
        const there = [name, place, description].filter((it) => it !== null);
        const text = written('{name}, {place}, {description}', { name, place, description });
        expect(text).toBe(there.join(', ') || null);
      }),
    );
  });
});

describe('what cannot be written is told together with what can', () => {
  test.each([
    ['{nmae}', 'has no field nmae, allowed: name, description, place, type, distance, duration, date'],
    ['{toString}', 'has no field toString, allowed: name, description, place, type, distance, duration, date'],
    [
      '{date:DD. MMM}',
      'has {date:DD. MMM}: MMM is no part of a date, allowed: YYYY, MM, DD, HH, mm and signs between them',
    ],
    ['{date:dd.mm}', 'has {date:dd.mm}: dd is no part of a date, allowed: YYYY, MM, DD, HH, mm and signs between them'],
    ['{date:}', 'has {date:}: it says nothing, allowed: YYYY, MM, DD, HH, mm and signs between them'],
    ['{distance:mi}', 'has {distance:mi}: only date takes a form'],
  ])('%s', (text, message) => {
    expect(problemOf(text)).toBe(message);
  });
});
