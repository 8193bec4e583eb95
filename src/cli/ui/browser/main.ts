import { type Action, type ActivityView, OUTCOMES, type Problem } from '../api.ts';
import { showActivities, showList } from './activity-list.ts';
import { announce } from './announce.ts';
import { byId, keepFocus } from './dom.ts';
import { showPicked } from './picked-day.ts';
import { change, fetchActivities, fetchPage, fetchPlan, refusalOf } from './server.ts';
import { openStore, type Tab, withBegun, withDone } from './state.ts';
import { showTimeline } from './timeline.ts';
import { nameText } from './words.ts';
import { keepWriteKey } from './write-key.ts';

keepWriteKey();
const store = openStore(show);

function show(): void {
  const picked = showTimeline(store);
  showPicked(store, picked, (action, activity) => void act(action, activity));
  showList(store, (action, activity) => void act(action, activity));
}

async function readHistory(): Promise<void> {
  try {
    store.update({ history: (await fetchActivities()).activities, ...trouble('history', null) });
  } catch (error) {
    const { problem } = refusalOf(error);
    store.update({ history: store.state.history ?? [], ...trouble('history', problem) });
    announce(problemText(problem), 'bad');
  }
}

async function makePlan(): Promise<void> {
  if (store.state.isPlanning) return;
  const since = (byId('since') as HTMLSelectElement).value || null;
  store.update({ isPlanning: true, tab: 'plan', days: null, page: 0, ...trouble('plan', null) });
  try {
    const plan = await fetchPlan(since);
    store.update({ plan, back: 0, picked: null });
    if (plan.trouble) announce(problemText(plan.trouble), 'bad');
    else announce('The plan is ready.');
  } catch (error) {
    const { problem } = refusalOf(error);
    store.update(trouble('plan', problem));
    announce(problemText(problem), 'bad');
  } finally {
    store.update({ isPlanning: false });
  }
  await renewPanels();
}

async function act(action: Action, activity: ActivityView): Promise<void> {
  const { garminId } = activity;
  if (action === 'push' && mayDouble(activity) && !confirm(doubling(activity))) return;
  store.update(withBegun(store.state, garminId, action));
  try {
    const { activity: changed, failed } = await change(action, activity);
    store.update(withDone(store.state, garminId, { changed, snag: null }));
    const { reason, detail } = changed;
    announce(`${nameText(changed)}: ${reason}.${detail === reason ? '' : ` ${detail}`}`, failed ? 'bad' : 'good');
  } catch (error) {
    const { problem, activity: changed } = refusalOf(error);
    store.update(withDone(store.state, garminId, { changed, snag: problem }));
    // What to do next stays in the row.
    announce(`${nameText(activity)}: ${problem.message}`, 'bad');
  }
  await renewPanels();
}

/** It was left out because of something on Strava. */
function mayDouble({ overrules, stravaIds }: ActivityView): boolean {
  return overrules && stravaIds.length > 0;
}

function doubling(activity: ActivityView): string {
  return `“${nameText(activity)}” ${activity.detail}. Upload it all the same? Strava lets no program delete it again.`;
}

function trouble(tab: Tab, problem: Problem | null) {
  return { trouble: { ...store.state.trouble, [tab]: problem } };
}

function problemText({ message, hint }: Problem): string {
  return `${message} ${hint ?? ''}`;
}

/** The server has rendered these parts; it does so again. */
async function renewPanels(): Promise<void> {
  const page = await fetchPage().catch(() => null);
  for (const id of ['verdict', 'panels']) {
    const fresh = page?.getElementById(id);
    if (!fresh) continue;
    const box = byId(id);
    box.className = fresh.className;
    keepFocus(box, () => box.replaceChildren(...fresh.childNodes));
  }
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset['copy'] ?? '');
  button.textContent = 'Copied';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2_000);
}

byId('planning').addEventListener('submit', (event) => {
  event.preventDefault();
  void makePlan();
});
byId('refresh').addEventListener('click', () => void Promise.all([readHistory(), renewPanels()]));
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-copy], [data-show]') : null;
  if (button?.dataset['copy']) void copy(button).catch(() => undefined);
  const only = OUTCOMES.find((it) => it === button?.dataset['show']);
  if (only) showActivities(store, { only, tab: 'history', days: null });
});
let width = 0;
new ResizeObserver(([entry]) => {
  const now = Math.round(entry?.contentRect.width ?? 0);
  if (now === width) return;
  width = now;
  show();
}).observe(byId('chart'));
void readHistory();
