import { OUTCOME_WORDS, OUTCOMES } from '../api.ts';
import { chart, GUTTER } from './chart.ts';
import { button, byId, el, replace } from './dom.ts';
import { allActivities, type State, type Store } from './state.ts';
import { steerable } from './steer.ts';
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
  if (!picked) {
    replace(box, emptyWindow(store, span));
    return null;
  }
  const picture = chart({ bars, unit, width, picked: picked.from });
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

function emptyWindow(store: Store, span: SpanName): HTMLElement {
  const text = store.state.only === null ? 'None in this window.' : 'None of that kind in this window.';
  const show = () => store.update({ span: 'all', back: 0, picked: null });
  const all = span === 'all' ? null : button('Look at all', { class: 'small', 'data-key': 'look-at-all' }, show);
  return el('p', { class: 'empty' }, el('span', {}, `${text} `, all));
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
    button(
      label,
      { class: 'quiet', 'aria-label': words, 'aria-disabled': isPossible ? null : 'true', 'data-key': words },
      () => {
        if (isPossible) store.update({ back: back + by, picked: null });
      },
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
