import { OUTCOME_WORDS, OUTCOMES } from '../api.ts';
import { barText, chart, GUTTER } from './chart.ts';
import { button, byId, el, replace } from './dom.ts';
import { allActivities, type State, type Store } from './state.ts';
import { type Bar, barsOf, hasOlder, SPANS, type SpanName, spanFor, unitFor, windowOf } from './timeline-model.ts';
import { count, windowText } from './words.ts';

const SPAN_WORDS: Readonly<Record<SpanName, string>> = { quarter: '3 months', year: '1 year', all: 'All' };

/** Draws the timeline and returns what is picked in it. */
export function showTimeline(store: Store): Bar | null {
  const { state } = store;
  const all = allActivities(state);
  showLegend(store, all);
  const span = state.span ?? spanFor(all);
  const window = windowOf(all, span, state.back);
  const box = byId('chart');
  if (!window) {
    replace(byId('ranges'));
    replace(byId('windows'));
    replace(box, state.history ? emptyChart(state) : el('p', { class: 'empty' }, 'Reading the ledger…'));
    return null;
  }
  showRanges(store, span);
  const wanted = state.only === null ? all : all.filter(({ outcome }) => outcome === state.only);
  const width = Math.max(240, box.clientWidth);
  const unit = unitFor(window, width - GUTTER);
  const bars = barsOf(wanted, window, unit);
  const picked = bars.find(({ from, activities }) => from === state.picked && activities.length > 0) ?? newest(bars);
  showWindows(store, { text: windowText(window), isWhole: span === 'all', isOlder: hasOlder(all, window) });
  const picture = chart({ bars, unit, width, picked: picked?.from ?? null });
  replace(box, steerable(store, picture, bars, picked));
  return picked;
}

function newest(bars: readonly Bar[]): Bar | null {
  return bars.findLast(({ activities }) => activities.length > 0) ?? null;
}

function emptyChart({ plan }: State): HTMLElement {
  const text = plan
    ? 'There is no activity in the plan, and none on record.'
    : 'Days with activities stand here, in the colour of what became of them. Make a plan to see the first.';
  return el('p', { class: 'empty' }, text);
}

/** Wraps the picture into something that keys and pointer can move along: a slider over the days with activities. */
function steerable(store: Store, picture: SVGSVGElement, bars: readonly Bar[], picked: Bar | null): HTMLElement {
  const full = bars.filter(({ activities }) => activities.length > 0);
  const at = picked ? full.indexOf(picked) : -1;
  const box = el(
    'div',
    {
      class: 'steer',
      tabindex: 0,
      role: 'slider',
      'data-key': 'timeline',
      'aria-label': 'Day',
      'aria-valuemin': 0,
      'aria-valuemax': Math.max(0, full.length - 1),
      'aria-valuenow': Math.max(0, at),
      'aria-valuetext': picked ? barText(picked) : 'No activity in this window',
    },
    picture,
  );
  const pick = (bar: Bar | undefined) => bar && store.update({ picked: bar.from });
  box.addEventListener('keydown', (event) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: Math.max(0, at - 10),
      PageUp: Math.min(full.length - 1, at + 10),
      Home: 0,
      End: full.length - 1,
    };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    pick(full[next]);
  });
  followPointer(box, picture, bars, pick);
  return box;
}

/** A tip beside the pointer, and a click that picks. Columns without an activity lend themselves to the nearest one. */
function followPointer(
  box: HTMLElement,
  picture: SVGSVGElement,
  bars: readonly Bar[],
  pick: (bar: Bar | undefined) => void,
): void {
  const tip = el('div', { class: 'tip', hidden: true, 'aria-hidden': 'true' });
  box.append(tip);
  const barAt = (event: MouseEvent): number => {
    const { left, width } = picture.getBoundingClientRect();
    return nearest(bars, Math.floor(((event.clientX - left - GUTTER) / (width - GUTTER)) * bars.length));
  };
  box.addEventListener('pointermove', (event) => {
    const index = barAt(event);
    const bar = bars[index];
    tip.hidden = !bar;
    for (const it of picture.querySelectorAll('.near')) it.classList.remove('near');
    if (!bar) return;
    picture.querySelector(`[data-index="${index}"]`)?.classList.add('near');
    tip.textContent = barText(bar);
    const { width } = picture.getBoundingClientRect();
    const x = GUTTER + ((index + 0.5) / bars.length) * (width - GUTTER);
    tip.style.left = `${Math.max(0, Math.min(width - tip.offsetWidth, x - tip.offsetWidth / 2))}px`;
  });
  box.addEventListener('pointerleave', () => {
    tip.hidden = true;
    for (const it of picture.querySelectorAll('.near')) it.classList.remove('near');
  });
  box.addEventListener('click', (event) => pick(bars[barAt(event)]));
}

/** Index of the closest column with an activity, a thumb's width around at most. */
function nearest(bars: readonly Bar[], index: number): number {
  const reach = Math.max(3, Math.ceil(bars.length / 40));
  for (let away = 0; away <= reach; away += 1) {
    for (const candidate of [index - away, index + away]) {
      if ((bars[candidate]?.activities.length ?? 0) > 0) return candidate;
    }
  }
  return -1;
}

function showRanges(store: Store, shown: SpanName): void {
  const buttons = Object.keys(SPANS).map((name) => {
    const span = name as SpanName;
    const attributes = { 'aria-pressed': String(span === shown), 'data-key': `span-${span}` };
    return button(SPAN_WORDS[span], attributes, () => store.update({ span, back: 0, picked: null }));
  });
  replace(byId('ranges'), ...buttons);
}

function showWindows(
  store: Store,
  { text, isWhole, isOlder }: { readonly text: string; readonly isWhole: boolean; readonly isOlder: boolean },
): void {
  const { back } = store.state;
  const turn = (label: string, words: string, by: number, isPossible: boolean) =>
    button(label, { class: 'quiet', 'aria-label': words, disabled: !isPossible, 'data-key': words }, () =>
      store.update({ back: back + by, picked: null }),
    );
  replace(
    byId('windows'),
    isWhole ? null : turn('‹', 'Older', 1, isOlder),
    el('span', { class: 'soft' }, text),
    isWhole ? null : turn('›', 'Newer', -1, back > 0),
  );
}

function showLegend(store: Store, all: ReturnType<typeof allActivities>): void {
  const { only } = store.state;
  const buttons = OUTCOMES.flatMap((outcome) => {
    const value = all.filter((it) => it.outcome === outcome).length;
    if (value === 0 && only !== outcome) return [];
    const attributes = { 'aria-pressed': String(only === outcome), 'data-key': `only-${outcome}` };
    const made = button('', attributes, () => store.update({ only: only === outcome ? null : outcome, page: 0 }));
    made.append(el('span', { class: `dot ${outcome}` }), OUTCOME_WORDS[outcome], el('strong', {}, count(value)));
    return [made];
  });
  replace(byId('legend'), ...buttons);
}
