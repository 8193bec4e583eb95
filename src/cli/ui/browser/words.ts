import type { ActivityView } from '../api.ts';
import { type Day, dayOf } from './calendar.ts';
import type { Window } from './timeline-model.ts';

const numbers = new Intl.NumberFormat('en');
const longDay = dateFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const shortDay = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const monthAndYear = dateFormat({ month: 'long', year: 'numeric' });
const monthOnly = dateFormat({ month: 'short' });

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
}

function asDate(day: Day): Date {
  return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}

export function count(value: number): string {
  return numbers.format(value);
}

export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `Tue, 13 Jun 2017` */
export function dayText(day: Day): string {
  return longDay.format(asDate(day));
}

/** `13 Jun 2017` */
export function dateText(day: Day): string {
  return shortDay.format(asDate(day));
}

export function monthText(day: Day): string {
  return monthOnly.format(asDate(day));
}

/** One day, one month, or from when to when. */
export function windowText({ from, until }: Window): string {
  const [first, last] = [dayOf(from), dayOf(until - 1)];
  if (until - from === 1) return dayText(first);
  const isMonth = first.endsWith('-01') && dayOf(until).endsWith('-01') && first.slice(0, 7) === last.slice(0, 7);
  return isMonth ? monthAndYear.format(asDate(first)) : `${dateText(first)} to ${dateText(last)}`;
}

/** `12.3 km`, `850 m`; null where there is none. */
export function distanceText(metres: number | null): string | null {
  if (metres === null || metres <= 0) return null;
  if (metres < 1_000) return `${Math.round(metres)} m`;
  const kilometres = metres / 1_000;
  return `${kilometres < 100 ? kilometres.toFixed(1) : count(Math.round(kilometres))} km`;
}

/** `1:02:05`, `42:10` */
export function durationText(seconds: number | null): string | null {
  if (seconds === null || seconds <= 0) return null;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** `trail_running` as `trail running`; the version that Garmin appends to some keys says nothing to a person. */
export function typeText(type: string): string {
  return type.replace(/_(v\d+|ws)$/, '').replaceAll('_', ' ');
}

export function nameText({ name, type }: Pick<ActivityView, 'name' | 'type'>): string {
  return name?.trim() || typeText(type);
}

/** `running · 10.2 km · 52:10` */
export function factsText({ type, distance, duration }: ActivityView): string {
  return [typeText(type), distanceText(distance), durationText(duration)].filter((fact) => fact !== null).join(' · ');
}
