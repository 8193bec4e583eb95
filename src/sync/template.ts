import * as v from 'valibot';
import type { GarminActivity } from './activity.ts';
import { Text } from './config/fields.ts';
import { MINUTE, SECOND } from './time.ts';

type Field = (activity: GarminActivity, format: string | undefined) => string | null;

const FIELDS = {
  name: ({ name }) => name,
  description: ({ description }) => description,
  place: ({ place }) => place,
  type: ({ type }) => type.replaceAll('_', ' '),
  distance: ({ distance }) => (distance === null ? null : `${(distance / 1_000).toFixed(1)} km`),
  duration: ({ duration }) => (duration === null ? null : lengthOf(duration)),
  date: ({ startTimeLocal }, format = 'YYYY-MM-DD') => dated(startTimeLocal, format),
} as const satisfies Readonly<Record<string, Field>>;

const NAMES = Object.keys(FIELDS).join(', ');
const HOLE = /\{([^{}:]*)(?::([^{}]*))?\}/g;

/** Writes a text about an activity; null where nothing is left of it. */
export type Template = (activity: GarminActivity) => string | null;

/** `{name} in {place}, {date:DD.MM.YYYY}`: what an activity lacks is left out. */
export const TemplateSchema = v.pipe(
  Text,
  v.check(
    (text) => unknownFields(text).length === 0,
    ({ input }) => {
      return `has no field ${unknownFields(input).join(', ')}, allowed: ${NAMES}`;
    },
  ),
  v.transform(
    (text): Template =>
      (activity) =>
        fill(text, activity),
  ),
);

function unknownFields(text: string): readonly string[] {
  return [...text.matchAll(HOLE)].map(([, name = '']) => name).filter((name) => !(name in FIELDS));
}

function fill(text: string, activity: GarminActivity): string | null {
  const filled = text.replace(HOLE, (_, name: string, format: string | undefined) => {
    const field: Field | undefined = Object.entries(FIELDS).find(([key]) => key === name)?.[1];
    return field?.(activity, format) ?? '';
  });
  return filled.replace(/[^\S\n]{2,}/g, ' ').trim() || null;
}

const DATE_PARTS: Readonly<Record<string, readonly [number, number]>> = {
  YYYY: [0, 4],
  MM: [5, 7],
  DD: [8, 10],
  HH: [11, 13],
  mm: [14, 16],
};

/** The athlete's own wall clock, `2026-11-20 06:30:00`. */
function dated(stamp: string, format: string): string {
  return format.replace(/YYYY|MM|DD|HH|mm/g, (part) => stamp.slice(...(DATE_PARTS[part] ?? [0, 0])));
}

/** `1:05 h`, `42 min`. */
function lengthOf(seconds: number): string {
  const minutes = Math.round((seconds * SECOND) / MINUTE);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}
