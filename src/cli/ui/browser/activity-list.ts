import type { ActivityView } from '../api.ts';
import { type Act, actions, badge, snag, why } from './activity-parts.ts';
import { dayNumber } from './calendar.ts';
import { button, byId, el, focusOn, replace } from './dom.ts';
import { notices } from './notices.ts';
import { allActivities, type State, type Store, type Tab } from './state.ts';
import { count, dateText, factsText, nameText, plural, windowText } from './words.ts';

const PAGE = 25;
const TABS: Readonly<Record<Tab, string>> = { plan: 'Plan', history: 'History' };

/** The rows of the present tab, or of both where days are asked for, that pass what is asked for, newest first. */
function rowsOf(state: State): readonly ActivityView[] {
  const { tab, plan, history, only, days } = state;
  const rows = days ? allActivities(state) : ((tab === 'plan' ? plan?.activities : history) ?? []);
  const isWanted = ({ outcome, start }: ActivityView) => {
    const isIn = !days || (dayNumber(start) >= days.from && dayNumber(start) < days.until);
    return isIn && (only === null || outcome === only);
  };
  return rows.filter(isWanted);
}

/** Leads to what is asked for in the list, eye and keyboard both. */
export function showActivities(store: Store, wanted: Pick<State, 'tab' | 'days'> & Partial<Pick<State, 'only'>>): void {
  store.update({ ...wanted, page: 0 });
  focusOn(byId('list'));
  byId('activities').scrollIntoView({ block: 'start' });
}

/** The list under its tabs, a page of it at a time. */
export function showList(store: Store, act: Act): void {
  const { state } = store;
  showTabs(store);
  const rows = rowsOf(state);
  const page = Math.min(state.page, Math.max(0, Math.ceil(rows.length / PAGE) - 1));
  const shown = rows.slice(page * PAGE, (page + 1) * PAGE);
  const list = byId('list');
  list.setAttribute('aria-labelledby', `tab-${state.tab}`);
  list.setAttribute('aria-busy', String(state.isPlanning && state.tab === 'plan'));
  replace(
    list,
    ...notices(store, rows.length),
    filterNote(store),
    shown.length > 0 ? table(store, shown, act) : null,
    rows.length > PAGE ? pager(store, page, rows.length) : null,
  );
}

function table(store: Store, rows: readonly ActivityView[], act: Act): HTMLElement {
  const heads = ['When', 'Activity', 'State', 'Why'].map((head) =>
    el('th', { scope: 'col', role: 'columnheader' }, head),
  );
  const last = el(
    'th',
    { scope: 'col', role: 'columnheader', class: 'act' },
    el('span', { class: 'sr' }, 'What to do'),
  );
  const body = rows.map((row) =>
    el(
      'tr',
      { role: 'row', 'data-id': row.garminId },
      el('td', { role: 'cell', class: 'when' }, dateText(row.start), el('small', {}, row.start.slice(11, 16))),
      el('th', { scope: 'row', role: 'rowheader', class: 'what' }, nameText(row), el('small', {}, factsText(row))),
      el('td', { role: 'cell' }, badge(row)),
      el('td', { role: 'cell', class: 'because' }, why(row), snag(row, store.state)),
      el('td', { role: 'cell', class: 'act' }, actions(row, store.state, act, 'row')),
    ),
  );
  const label = `${TABS[store.state.tab]}, page ${store.state.page + 1}`;
  // The roles say what the elements are also where the style lays them out as cards.
  const top = el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, ...heads, last));
  const rest = el('tbody', { role: 'rowgroup' }, ...body);
  const attributes = { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label, 'data-key': 'table' };
  return el('div', attributes, el('table', { role: 'table' }, top, rest));
}

function pager(store: Store, page: number, total: number): HTMLElement {
  const last = Math.ceil(total / PAGE) - 1;
  const turn = (label: string, to: number, isPossible: boolean) =>
    button(label, { class: 'quiet', 'aria-disabled': isPossible ? null : 'true', 'data-key': `page-${label}` }, () => {
      if (isPossible) store.update({ page: to });
    });
  const text = `${count(page * PAGE + 1)} to ${count(Math.min(total, (page + 1) * PAGE))} of ${count(total)}`;
  return el(
    'nav',
    { class: 'pages', 'aria-label': 'Pages of the list' },
    turn('First', 0, page > 0),
    turn('Newer', page - 1, page > 0),
    el('span', { class: 'soft' }, text),
    turn('Older', page + 1, page < last),
    turn('Last', last, page < last),
  );
}

function filterNote(store: Store): HTMLElement | null {
  const { days } = store.state;
  if (!days) return null;
  const clear = button('Show all days', { class: 'quiet', 'data-key': 'clear-days' }, () =>
    store.update({ days: null, page: 0 }),
  );
  return el('p', { class: 'filter' }, windowText(days), ' ', clear);
}

/** Tabs as the keyboard knows them: one stop, arrows between them. */
function showTabs(store: Store): void {
  const { tab, plan, history } = store.state;
  const sizes: Readonly<Record<Tab, number | null>> = {
    plan: plan?.activities.length ?? null,
    history: history?.length ?? null,
  };
  const open = (name: Tab) => store.update({ tab: name, page: 0, days: null });
  const tabs = (Object.keys(TABS) as Tab[]).map((name) => {
    const isOpen = name === tab;
    const made = button(
      TABS[name],
      {
        id: `tab-${name}`,
        role: 'tab',
        'aria-selected': String(isOpen),
        'aria-controls': 'list',
        tabindex: isOpen ? 0 : -1,
        'data-key': 'tab',
      },
      () => open(name),
    );
    const size = sizes[name];
    if (size !== null) made.append(el('strong', { 'aria-label': plural(size, 'activity', 'activities') }, count(size)));
    if (!isOpen) made.removeAttribute('data-key');
    made.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft' || key === 'ArrowRight') open(name === 'plan' ? 'history' : 'plan');
    });
    return made;
  });
  replace(byId('tabs'), ...tabs);
}
