import type { ActivityView, Outcome } from '../api.ts';
import { OUTCOMES } from '../api.ts';
import { dayNumber, endOf, startOf, type Unit } from './calendar.ts';

/** Days since 1970, `until` not included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** One column of the timeline. */
export interface Bar extends Window {
  readonly activities: readonly ActivityView[];
  /** Metres. */
  readonly distance: number;
  readonly segments: readonly Segment[];
}

export interface Segment {
  readonly outcome: Outcome;
  /** Of the bar's height; all of a bar's make 1. */
  readonly share: number;
}

/** How much time the timeline shows; null: all there is. */
export const SPANS = { quarter: 91, year: 365, all: null } as const;
export type SpanName = keyof typeof SPANS;

const UNITS: readonly Unit[] = ['day', 'week', 'month', 'quarter'];
const DAYS: Readonly<Record<Unit, number>> = { day: 1, week: 7, month: 30.4, quarter: 91.3 };
/** Columns narrower than this, in pixels, cannot be told apart. */
const NARROWEST = 2.5;
/** Activities that make a year worth looking at. */
const ENOUGH = 12;
/** What an activity without a distance weighs in its bar, in metres. */
const STILL = 400;

/** The smallest unit whose columns can be told apart in a picture of this width. */
export function unitFor({ from, until }: Window, width: number): Unit {
  const fits = (unit: Unit) => width / ((until - from) / DAYS[unit]) >= NARROWEST;
  return UNITS.find(fits) ?? 'quarter';
}

/** A column for every unit of the window, empty ones included, oldest first. */
export function barsOf(activities: readonly ActivityView[], { from, until }: Window, unit: Unit): readonly Bar[] {
  const byStart = new Map<number, ActivityView[]>();
  for (const activity of activities) {
    const day = dayNumber(activity.start);
    if (day < from || day >= until) continue;
    const start = startOf(unit, day);
    const there = byStart.get(start);
    if (there) there.push(activity);
    else byStart.set(start, [activity]);
  }
  const bars: Bar[] = [];
  for (let start = startOf(unit, from); start < until; start = endOf(unit, start)) {
    bars.push(barOf({ from: start, until: endOf(unit, start) }, byStart.get(start) ?? []));
  }
  return bars;
}

function barOf(window: Window, activities: readonly ActivityView[]): Bar {
  const distance = activities.reduce((sum, it) => sum + (it.distance ?? 0), 0);
  const weightOf = (outcome: Outcome) =>
    activities.reduce((sum, it) => (it.outcome === outcome ? sum + (it.distance ?? 0) + STILL : sum), 0);
  const weights = OUTCOMES.map((outcome) => ({ outcome, weight: weightOf(outcome) })).filter((it) => it.weight > 0);
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  const segments = weights.map(({ outcome, weight }) => ({ outcome, share: weight / total }));
  return { ...window, activities, distance, segments };
}

/** The window of a span that is `back` windows away from the newest activity; null where there is none at all. */
export function windowOf(activities: readonly ActivityView[], span: SpanName, back: number): Window | null {
  const days = activities.map(({ start }) => dayNumber(start)).filter(Number.isFinite);
  if (days.length === 0) return null;
  const oldest = days.reduce((a, b) => Math.min(a, b));
  const end = days.reduce((a, b) => Math.max(a, b)) + 1;
  const length = SPANS[span] ?? Math.max(SPANS.quarter, end - oldest);
  return { from: end - length * (back + 1), until: end - length * back };
}

/** The shortest span with a picture worth looking at: one that shows everything, or a year with enough in it. */
export function spanFor(activities: readonly ActivityView[]): SpanName {
  const inside = (span: SpanName) => {
    const window = windowOf(activities, span, 0);
    return activities.filter(({ start }) => window && dayNumber(start) >= window.from).length;
  };
  if (inside('quarter') === activities.length) return 'quarter';
  return inside('year') >= Math.min(ENOUGH, activities.length) ? 'year' : 'all';
}

/** Whether there is anything older than the window. */
export function hasOlder(activities: readonly ActivityView[], { from }: Window): boolean {
  return activities.some(({ start }) => dayNumber(start) < from);
}

/** The top of the scale, a round number of metres that no bar rises above. */
export function topOf(bars: readonly Bar[]): number {
  const longest = Math.max(4_000, ...bars.map(({ distance }) => distance));
  const power = 10 ** Math.floor(Math.log10(longest));
  const step = [1, 2, 4, 8, 10].find((it) => it * power >= longest) ?? 10;
  return step * power;
}

/** Height of a distance as a share of the picture. By its root, so that short days stay visible beside long ones. */
export function heightOf(distance: number, top: number): number {
  return Math.sqrt(Math.min(1, distance / top));
}
