import type { ActivityView } from '../api.ts';
import { showActivities } from './activity-list.ts';
import { type Act, actions, badge, snag, why } from './activity-parts.ts';
import { button, byId, el, replace } from './dom.ts';
import type { Store } from './state.ts';
import type { Bar } from './timeline-model.ts';
import { count, dateText, distanceText, factsText, nameText, plural, windowText } from './words.ts';

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
    el('ul', {}, ...activities.slice(0, MOST).map((activity) => item(store, activity, bar, act))),
    activities.length > MOST ? moreButton(store, bar) : null,
  );
}

function item(store: Store, activity: ActivityView, { from, until }: Bar, act: Act): HTMLElement {
  const { start } = activity;
  const when = until - from === 1 ? start.slice(11, 16) : `${dateText(start)}, ${start.slice(11, 16)}`;
  return el(
    'li',
    { 'data-id': activity.garminId },
    badge(activity),
    el(
      'div',
      { class: 'what' },
      el('strong', {}, nameText(activity)),
      el('span', { class: 'soft' }, `${when} · ${factsText(activity)}`),
      why(activity),
      snag(activity, store.state),
    ),
    actions(activity, store.state, act, 'day'),
  );
}

function moreButton(store: Store, { activities, from, until }: Bar): HTMLElement {
  const planned = new Set(store.state.plan?.activities.map(({ garminId }) => garminId));
  const tab = activities.some(({ garminId }) => planned.has(garminId)) ? 'plan' : 'history';
  const text = `Show all ${count(activities.length)} in the list`;
  return button(text, { class: 'quiet', 'data-key': 'day-more' }, () =>
    showActivities(store, { tab, days: { from, until } }),
  );
}
