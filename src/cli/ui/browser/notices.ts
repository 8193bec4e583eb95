import type { PlanAnswer, Problem } from '../api.ts';
import { button, el } from './dom.ts';
import { withCommands } from './prose.ts';
import type { State, Store } from './state.ts';
import { count, plural } from './words.ts';

/** What stands above the list, or in its place where there is none: what to know, and what to do next. */
export function notices(store: Store, rows: number): readonly HTMLElement[] {
  const { state } = store;
  const trouble = state.trouble[state.tab];
  if (trouble) return [problemNote(trouble)];
  const shown = state.tab === 'plan' ? planNotices(store) : historyNotices(store);
  const isFiltered = rows === 0 && (state.only !== null || state.days !== null) && hasRows(state);
  return isFiltered ? [...shown, filteredOut(store)] : shown;
}

function hasRows({ tab, plan, history }: State): boolean {
  return ((tab === 'plan' ? plan?.activities : history) ?? []).length > 0;
}

function planNotices(store: Store): readonly HTMLElement[] {
  const { plan, isPlanning, only } = store.state;
  if (isPlanning) return [note('working', 'Comparing Garmin with Strava. Nothing is changed by it.')];
  if (!plan) {
    const text =
      'A plan shows what a sync would do with each activity, and changes nothing. From it you can upload or ignore a single one.';
    return [note('empty', 'No plan yet.', text)];
  }
  if (plan.activities.length === 0) {
    return [note('empty', 'Nothing to do.', 'Garmin has no activities in this time. Plan for a longer one.')];
  }
  const made = planNote(plan);
  const uploads = plan.activities.filter(({ outcome }) => outcome === 'planned').length;
  if (uploads > 0 && uploads < plan.activities.length && only === null) {
    const show = () => store.update({ only: 'planned', page: 0 });
    made.append(' ', button('Show only these', { class: 'link', 'data-key': 'show-planned' }, show));
  }
  return [made, ...(plan.trouble ? [problemNote(plan.trouble)] : [])];
}

function planNote({ activities, rejected, madeAt, since }: PlanAnswer): HTMLElement {
  const uploads = activities.filter(({ outcome }) => outcome === 'planned').length;
  const time = new Date(madeAt).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  const what = uploads === 0 ? 'Nothing to upload.' : `${count(uploads)} to upload.`;
  const rest = `${plural(activities.length, 'activity', 'activities')} compared at ${time}.`;
  const unread = rejected > 0 ? ` ${plural(rejected, 'row', 'rows')} of Garmin’s list could not be understood.` : '';
  const sync = `garmin2strava sync${since === null ? '' : ` --since ${since}`}`;
  const next = uploads > 1 ? ` To upload them all, run \`${sync}\` in a terminal.` : '';
  return note('summary', what, rest + unread + next);
}

function historyNotices(store: Store): readonly HTMLElement[] {
  const { history } = store.state;
  if (!history) return [note('working', 'Reading the ledger.')];
  if (history.length > 0) return [];
  const text =
    'Every activity that was looked at is kept on record. Make a plan and upload one, or run `garmin2strava sync`.';
  return [note('empty', 'Nothing on record yet.', text)];
}

function filteredOut(store: Store): HTMLElement {
  const clear = button('Show everything', { class: 'quiet', 'data-key': 'clear-filter' }, () =>
    store.update({ only: null, days: null, page: 0 }),
  );
  return el('p', { class: 'note empty' }, 'No activity here is of that kind. ', clear);
}

function problemNote({ message, hint }: Problem): HTMLElement {
  return note('problem', message, hint ?? '');
}

/** A bold sentence and its explanation; commands stand between backticks. */
function note(look: 'empty' | 'working' | 'summary' | 'problem', title: string, text = ''): HTMLElement {
  return el('p', { class: `note ${look}` }, el('strong', {}, title), ' ', ...withCommands(text));
}
