import type { ActivityView } from '../api.ts';
import { type Act, actions, badge, why } from './activity-parts.ts';
import { button, byId, el, replace } from './dom.ts';
import type { Store } from './state.ts';
import type { Bar } from './timeline-model.ts';
import { count, distanceText, factsText, nameText, plural, windowText } from './words.ts';

/** More than this many are looked at in the list. */
const MOST = 4;

/** Tells the activities of the column that is picked. */
export function showPicked(store: Store, bar: Bar | null, act: Act): void {
  const box = byId('day');
  if (!bar) {
    replace(box);
    return;
  }
  const { activities } = bar;
  const sum = [plural(activities.length, 'activity', 'activities'), distanceText(bar.distance)].filter(Boolean);
  replace(
    box,
    el('h3', {}, windowText(bar), ' ', el('span', { class: 'soft' }, sum.join(' · '))),
    el('ul', {}, ...activities.slice(0, MOST).map((activity) => item(store, activity, act))),
    activities.length > MOST ? moreButton(store, bar) : null,
  );
}

function item(store: Store, activity: ActivityView, act: Act): HTMLElement {
  return el(
    'li',
    {},
    badge(activity),
    el(
      'div',
      { class: 'what' },
      el('strong', {}, nameText(activity)),
      el('span', { class: 'soft' }, `${activity.start.slice(11, 16)} · ${factsText(activity)}`),
      why(activity),
    ),
    actions(activity, store.state, act, 'day'),
  );
}

function moreButton(store: Store, { activities, from, until }: Bar): HTMLElement {
  return button(`Show all ${count(activities.length)} in the list`, { class: 'quiet', 'data-key': 'day-more' }, () => {
    store.update({ tab: 'history', days: { from, until }, page: 0 });
    byId('activities').scrollIntoView({ block: 'start' });
  });
}
