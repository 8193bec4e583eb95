import type { ListRow } from './activity-shelf.ts';
import { readDataFile } from './data-file.ts';
import type { ListShape } from './settings.ts';

/** Every key of a row of 2021, in Garmin's order, with the value of a row that has nothing to say about it. */
const EMPTY_ROW_2021: ListRow = JSON.parse((await readDataFile('list-row-2021.json')).toString());

/** What a row of 2021 counts in smaller units than one of 2026: milliseconds and centimetres. */
const FINER_IN_2021 = { elapsedDuration: 1_000, minElevation: 100, maxElevation: 100 };

/** Tells the shapes apart by a key that rows of 2021 always have and rows of 2026 never. */
function shapeOf(row: ListRow): ListShape {
  return 'comments' in row ? '2021' : '2026';
}

/** The row in the given shape of Garmin's list; what the shape has no key for is dropped. */
export function inShape(row: ListRow, shape: ListShape): ListRow {
  if (shapeOf(row) === shape) return row;
  return shape === '2021' ? as2021(row) : as2026(row);
}

function as2021(row: ListRow): ListRow {
  const known = Object.entries(row).filter(([key]) => key in EMPTY_ROW_2021);
  return {
    ...EMPTY_ROW_2021,
    ...Object.fromEntries(known),
    ...scaled(row, (value, factor) => value * factor),
    activityType: renamed(row['activityType'], 'trimmable', { sortOrder: 1 }),
    summarizedDiveInfo: EMPTY_ROW_2021['summarizedDiveInfo'],
  };
}

function as2026(row: ListRow): ListRow {
  return {
    ...withoutNulls(row),
    ...scaled(row, (value, factor) => value / factor),
    activityType: renamed(row['activityType'], 'sortOrder', { trimmable: true }),
    summarizedDiveInfo: { summarizedDiveGases: [] },
  };
}

function scaled(row: ListRow, scale: (value: number, factor: number) => number): ListRow {
  const entries = Object.entries(FINER_IN_2021).flatMap(([key, factor]) => {
    const value = row[key];
    return typeof value === 'number' ? [[key, scale(value, factor)]] : [];
  });
  return Object.fromEntries(entries);
}

function renamed(type: unknown, dropped: string, added: ListRow): unknown {
  if (typeof type !== 'object' || type === null) return type;
  return { ...Object.fromEntries(Object.entries(type).filter(([key]) => key !== dropped)), ...added };
}

function withoutNulls(row: ListRow): ListRow {
  return Object.fromEntries(Object.entries(row).filter(([key, value]) => value !== null && key !== 'comments'));
}
