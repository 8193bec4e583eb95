import * as v from 'valibot';
import type { GarminActivity } from './activity.ts';
import { Text } from './config/fields.ts';
import { MINUTE, SECOND } from './time.ts';

type Field = (activity: GarminActivity, format: string | undefined) => string | null;

const FIELDS: Readonly<Record<string, Field>> = {
  name: ({ name }) => name,
  description: ({ description }) => description,
  place: ({ place }) => place,
  type: ({ type }) => type.replaceAll('_', ' '),
  distance: ({ distance }) => (distance === null ? null : lengthOfWay(distance)),
  duration: ({ duration }) => (duration === null ? null : lengthOf(duration)),
  date: ({ startTimeLocal }, format = 'YYYY-MM-DD') => dated(startTimeLocal, format),
};

const NAMES = Object.keys(FIELDS).join(', ');
const HOLE = /\{([^{}:]*)(?::([^{}]*))?\}/g;

/** Writes a text about an activity; null where nothing is left of it. */
export type Template = (activity: GarminActivity) => string | null;

/** `{name} in {place}, {date:DD.MM.YYYY}`: what an activity lacks is left out, with the signs beside it. */
export const TemplateSchema = v.pipe(
  Text,
  v.check(
    (text) => problemOf(text) === null,
    ({ input }) => problemOf(input) ?? '',
  ),
  v.transform(
    (text): Template =>
      (activity) =>
        fill(text, activity),
  ),
);

function problemOf(text: string): string | null {
  const holes = [...text.matchAll(HOLE)];
  const unknown = holes.map(([, name = '']) => name).filter((name) => !Object.hasOwn(FIELDS, name));
  if (unknown.length > 0) return `has no field ${unknown.join(', ')}, allowed: ${NAMES}`;
  for (const [hole, name, format] of holes) {
    if (format === undefined) continue;
    if (name !== 'date') return `has ${hole}: only date takes a form`;
    const strange = formatParts(format).filter((part) => !Object.hasOwn(DATE_PARTS, part));
    if (strange.length > 0 || format.trim() === '') {
      const what = strange.length > 0 ? `${strange.join(', ')} is no part of a date` : 'it says nothing';
      return `has ${hole}: ${what}, allowed: ${Object.keys(DATE_PARTS).join(', ')} and signs between them`;
    }
  }
  return null;
}

function fill(text: string, activity: GarminActivity): string | null {
  const lines = text.split('\n').flatMap((line) => fillLine(line, activity) ?? []);
  return (
    lines
      .join('\n')
      .replace(/[^\S\n]{2,}/g, ' ')
      .trim() || null
  );
}

/** Null for a line of which its empty fields leave nothing. */
function fillLine(line: string, activity: GarminActivity): string | null {
  const [first = '', ...rest] = line.split(HOLE);
  const values: string[] = [];
  const gaps: string[] = [first];
  let endsEmpty = false;
  for (let at = 0; at < rest.length; at += 3) {
    const [name = '', format, after = ''] = rest.slice(at, at + 3);
    const value = FIELDS[name]?.(activity, format)?.trim() ?? '';
    endsEmpty = value === '';
    if (!endsEmpty) {
      values.push(value);
      gaps.push(after);
    } else gaps.push(bridge(gaps.pop() ?? '', after, values.length === 0));
  }
  if (endsEmpty) gaps.push((gaps.pop() ?? '').replace(SIGNS_AT_END, ''));
  const filled = gaps.map((gap, index) => `${gap}${values[index] ?? ''}`).join('');
  return filled === '' && line !== '' ? null : filled;
}

const SIGNS_AT_START = /^[\s,;:·•|/+&@~–—-]+/;
const SIGNS_AT_END = /[\s,;:·•|/+&@~–—-]+$/;

/**
 * What stays of the texts on both sides of an empty field: brackets around it go, and of the signs beside it one side's
 * stay, none at the edge of the line or of a bracket.
 */
function bridge(before: string, after: string, isFirst: boolean): string {
  const isBracketed = /[([]\s*$/.test(before) && /^\s*[)\]]/.test(after);
  const left = isBracketed ? before.replace(/[([]\s*$/, '') : before;
  const right = isBracketed ? after.replace(/^\s*[)\]]/, '') : after;
  const [signsLeft = ''] = SIGNS_AT_END.exec(left) ?? [];
  const [signsRight = ''] = SIGNS_AT_START.exec(right) ?? [];
  const kept = left.slice(0, left.length - signsLeft.length);
  const next = right.slice(signsRight.length);
  const isAtEdge = (isFirst && kept === '') || /[([]$/.test(kept) || /^[)\]]/.test(next);
  const between = signsLeft.trim() === '' && signsRight.trim() !== '' ? signsRight : signsLeft || signsRight;
  return `${kept}${isAtEdge ? '' : between}${next}`;
}

const DATE_PARTS: Readonly<Record<string, readonly [number, number]>> = {
  YYYY: [0, 4],
  MM: [5, 7],
  DD: [8, 10],
  HH: [11, 13],
  mm: [14, 16],
};

/** Runs of one letter each. */
const PART = /(\p{L})\1*/gu;

function formatParts(format: string): readonly string[] {
  return format.match(PART) ?? [];
}

/** The athlete's own wall clock, `2026-11-20 06:30:00`. */
function dated(stamp: string, format: string): string {
  return format.replace(PART, (part) => stamp.slice(...(DATE_PARTS[part] ?? [0, 0])));
}

/** `12.3 km`, `850 m`. */
function lengthOfWay(metres: number): string {
  return metres < 1_000 ? `${Math.round(metres)} m` : `${(metres / 1_000).toFixed(1)} km`;
}

/** `1:05 h`, `42 min`. */
function lengthOf(seconds: number): string {
  const minutes = Math.round((seconds * SECOND) / MINUTE);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}
