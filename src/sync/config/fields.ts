import * as v from 'valibot';
import { oftenWanted } from './often-wanted.ts';

/** A table of the config file. A field that it does not know is named together with those that it knows. */
export function fields<const E extends v.ObjectEntries>(entries: E) {
  const allowed = Object.keys(entries).join(', ');
  return v.strictObject(entries, ({ expected, received, input }) => {
    if (expected === 'never') return oftenWanted(String(input)) ?? `unknown field, allowed: ${allowed}`;
    return expected === 'Object' ? `should be a table of ${allowed}, not ${received}` : 'is missing';
  });
}

/** One of some words, which the message tells. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return v.picklist(words, ({ received }) => `${received} is none of: ${words.join(', ')}`);
}

export const Text = v.pipe(v.string('should be a text'), v.nonEmpty('should not be empty'));
export const DeviceId = v.pipe(
  Text,
  v.digits("should be a number, Garmin's id of a device: `garmin2strava why <id>` shows an activity's"),
);
export const Flag = v.boolean('should be true or false');

/** The same, for what nothing would pass if it were empty. */
export function filledListOf<const S extends v.GenericSchema<string, unknown>>(entry: S) {
  return v.pipe(
    listOf(entry),
    v.check((list) => list.length > 0, 'should have at least one entry: nothing passes an empty list'),
  );
}

/** A list, or a single entry without the brackets. */
export function listOf<const S extends v.GenericSchema<string, unknown>>(entry: S) {
  const List = v.array(entry, 'should be a list, such as [a, b]');
  return v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' || typeof value === 'number' ? [value] : value)),
    v.transform((value) => (Array.isArray(value) ? value.map(asText) : value)),
    List,
  );
}

/** Ids are written as numbers too. */
function asText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** `500 m`, `3 km`, `1.5 mi`; a number alone is metres. Gives metres. */
export const Distance = amount({ '': 1, m: 1, km: 1_000, mi: 1_609.344 }, 'a distance, such as 500 m or 3 km');

/** `90 s`, `3 min`, `1 h`; a number alone is seconds. Gives seconds. */
export const Duration = amount({ '': 1, s: 1, min: 60, m: 60, h: 3_600 }, 'a length of time, such as 90 s or 3 min');

function amount(units: Readonly<Record<string, number>>, what: string) {
  const read = (value: unknown): number | null => {
    const [, count, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(String(value).trim()) ?? [];
    const factor = units[unit];
    return count === undefined || factor === undefined ? null : Number(count) * factor;
  };
  return v.pipe(
    v.unknown(),
    v.check((value) => read(value) !== null, `should be ${what}`),
    v.transform((value) => read(value) ?? 0),
  );
}

/** `2026-11-20`, a day of the athlete's own calendar. */
export const Day = v.pipe(
  v.unknown(),
  v.transform((value) => (value instanceof Date ? value.toISOString().slice(0, 10) : value)),
  v.string('should be a day, such as 2026-11-20'),
  v.isoDate('should be a day, such as 2026-11-20'),
);
