import { barText, GUTTER } from './chart.ts';
import { el } from './dom.ts';
import type { Store } from './state.ts';
import type { Bar } from './timeline-model.ts';

/** Pixels between a column and its tip. */
const BESIDE = 14;

/** Wraps the picture into something that keys and pointer can move along: a slider over the days with activities. */
export function steerable(store: Store, picture: SVGSVGElement, bars: readonly Bar[], picked: Bar): HTMLElement {
  const full = bars.filter(({ activities }) => activities.length > 0);
  const at = full.indexOf(picked);
  const box = el(
    'div',
    {
      class: 'steer',
      tabindex: 0,
      role: 'slider',
      'data-key': 'timeline',
      'aria-label': 'Day',
      'aria-valuemin': 0,
      'aria-valuemax': full.length - 1,
      'aria-valuenow': at,
      'aria-valuetext': barText(picked),
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

/**
 * A click that picks, and a tip beside the column, where it hides neither that nor the legend. Columns without an activity
 * lend themselves to the nearest one.
 */
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
    tip.style.left = `${Math.max(0, x < width / 2 ? x + BESIDE : x - BESIDE - tip.offsetWidth)}px`;
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
