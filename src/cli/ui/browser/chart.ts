import { OUTCOME_WORDS } from '../api.ts';
import { dayNumber, dayOf, type Unit } from './calendar.ts';
import { svg } from './dom.ts';
import { type Bar, heightOf, topOf } from './timeline-model.ts';
import { distanceText, monthText, nameText, plural, windowText } from './words.ts';

const HEIGHT = 168;
const FOOT = 22;
const HEAD = 16;
/** Room for the scale on the left. */
export const GUTTER = 54;
const SHORTEST = 5;
/** Pixels between two labels of the axis. */
const LABEL_ROOM = 44;

export interface ChartOptions {
  readonly bars: readonly Bar[];
  readonly unit: Unit;
  readonly width: number;
  /** Start of the column that is picked. */
  readonly picked: number | null;
}

/** The picture: a column for each unit, as high as its distance, in the colours of what became of it. */
export function chart({ bars, unit, width, picked }: ChartOptions): SVGSVGElement {
  const slot = (width - GUTTER) / bars.length;
  const top = topOf(bars);
  const root = svg('svg', { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, 'aria-hidden': 'true' });
  root.append(...scale(top, width));
  root.append(...axis(bars, unit, slot));
  for (const [index, bar] of bars.entries()) {
    if (bar.activities.length > 0) root.append(column(bar, { index, slot, top, isPicked: bar.from === picked }));
  }
  return root;
}

/** What a column says, for tip and screen reader. */
export function barText(bar: Bar): string {
  const [only] = bar.activities;
  const what =
    bar.activities.length === 1 && only
      ? `${nameText(only)}, ${OUTCOME_WORDS[only.outcome].toLowerCase()}`
      : plural(bar.activities.length, 'activity', 'activities');
  return [windowText(bar), what, distanceText(bar.distance)].filter(Boolean).join(', ');
}

interface Place {
  readonly index: number;
  readonly slot: number;
  readonly top: number;
  readonly isPicked: boolean;
}

function column(bar: Bar, { index, slot, top, isPicked }: Place): SVGGElement {
  const gap = slot > 6 ? 2 : slot > 4 ? 1 : 0.5;
  const width = Math.min(slot - gap, 22);
  const x = GUTTER + index * slot + (slot - width) / 2;
  const height = Math.max(SHORTEST, heightOf(bar.distance, top) * (HEIGHT - FOOT - HEAD));
  const group = svg('g', { class: isPicked ? 'column picked' : 'column', 'data-index': index });
  if (isPicked) {
    const band = {
      x: GUTTER + index * slot,
      y: HEAD / 2,
      width: Math.max(slot, 6),
      height: HEIGHT - FOOT - HEAD / 2,
      rx: 2,
    };
    group.append(svg('rect', { class: 'band', ...band }));
  }
  let y = HEIGHT - FOOT;
  for (const { outcome, share } of bar.segments) {
    const part = Math.max(2, height * share);
    y -= part;
    group.append(svg('rect', { class: outcome, x, y, width, height: part, rx: Math.min(2, width / 3) }));
  }
  // Not by colour alone: what failed carries a mark above its column.
  if (bar.segments.some(({ outcome }) => outcome === 'failed')) {
    group.append(svg('circle', { class: 'failed', cx: x + width / 2, cy: y - 6, r: 3 }));
  }
  return group;
}

function scale(top: number, width: number): readonly SVGElement[] {
  return [top, top / 4].flatMap((distance) => {
    const y = HEIGHT - FOOT - heightOf(distance, top) * (HEIGHT - FOOT - HEAD);
    return [
      svg('line', { class: 'grid', x1: GUTTER, x2: width, y1: y, y2: y }),
      svg(
        'text',
        { class: 'label', x: GUTTER - 8, y: y + 4, 'text-anchor': 'end' },
        distanceText(distance)?.replace('.0 ', ' ') ?? '',
      ),
    ];
  });
}

/** Names months, or years where months have no room; the year stands at its first month. */
function axis(bars: readonly Bar[], unit: Unit, slot: number): readonly SVGElement[] {
  const labels: SVGElement[] = [
    svg('line', { class: 'base', x1: GUTTER, x2: GUTTER + slot * bars.length, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT }),
  ];
  const hasMonths = unit === 'day' || unit === 'week';
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, bar] of bars.entries()) {
    const month = monthBeginningIn(bar);
    const isYear = month?.slice(5, 7) === '01';
    if (!month || !(hasMonths || isYear)) continue;
    const x = GUTTER + (index + (dayNumber(month) - bar.from) / (bar.until - bar.from)) * slot;
    labels.push(svg('line', { class: 'tick', x1: x, x2: x, y1: HEIGHT - FOOT, y2: HEIGHT - FOOT + 4 }));
    if (x - last < LABEL_ROOM || x > GUTTER + slot * bars.length - 28) continue;
    last = x;
    const text = isYear ? month.slice(0, 4) : monthText(month);
    labels.push(svg('text', { class: isYear ? 'label strong' : 'label', x: x + 3, y: HEIGHT - 5 }, text));
  }
  return labels;
}

/** The first of a month that lies in the column. */
function monthBeginningIn({ from, until }: Bar): string | null {
  for (let day = from; day < until; day += 1) {
    const iso = dayOf(day);
    if (iso.endsWith('-01')) return iso;
  }
  return null;
}
