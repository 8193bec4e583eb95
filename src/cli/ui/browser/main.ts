import { type Action, type ActivityView, OUTCOMES } from '../api.ts';
import { showList } from './activity-list.ts';
import { byId } from './dom.ts';
import { showPicked } from './picked-day.ts';
import { change, fetchActivities, fetchPage, fetchPlan, Refusal } from './server.ts';
import { openStore, withActivity } from './state.ts';
import { showTimeline } from './timeline.ts';
import { nameText } from './words.ts';

const SHOWN_FOR = 8_000;

const store = openStore(show);

function show(): void {
  const picked = showTimeline(store);
  showPicked(store, picked, (action, activity) => void act(action, activity));
  showList(store, (action, activity) => void act(action, activity));
}

async function readHistory(): Promise<void> {
  try {
    store.update({ history: (await fetchActivities()).activities, problem: null });
  } catch (error) {
    store.update({ history: store.state.history ?? [], problem: refusal(error).problem });
  }
}

async function makePlan(): Promise<void> {
  if (store.state.isPlanning) return;
  const since = (byId('since') as HTMLSelectElement).value || null;
  store.update({ isPlanning: true, tab: 'plan', problem: null, days: null, page: 0 });
  try {
    store.update({ plan: await fetchPlan(since), isPlanning: false, back: 0, picked: null });
    announce('The plan is ready.');
  } catch (error) {
    store.update({ isPlanning: false, problem: refusal(error).problem });
  }
  await renewPanels();
}

async function act(action: Action, activity: ActivityView): Promise<void> {
  const { garminId } = activity;
  store.update({ busy: new Map(store.state.busy).set(garminId, action), problem: null });
  try {
    const { activity: changed } = await change(action, garminId);
    store.update(withActivity(store.state, changed));
    const { reason, detail } = changed;
    announce(`${nameText(changed)}: ${reason}.${detail === reason ? '' : ` ${detail}`}`);
  } catch (error) {
    const { message, hint } = refusal(error).problem;
    announce(`${nameText(activity)}: ${message} ${hint ?? ''}`, 'bad');
  } finally {
    const busy = new Map(store.state.busy);
    busy.delete(garminId);
    store.update({ busy });
  }
  await renewPanels();
}

/** The server has rendered these parts; it does so again. */
async function renewPanels(): Promise<void> {
  const page = await fetchPage().catch(() => null);
  for (const id of ['verdict', 'panels']) {
    const fresh = page?.getElementById(id);
    if (fresh) byId(id).replaceWith(document.adoptNode(fresh));
  }
}

let hiding = 0;

function announce(text: string, mood: 'good' | 'bad' = 'good'): void {
  const box = byId('announcement');
  box.textContent = text;
  box.className = `toast shown ${mood}`;
  clearTimeout(hiding);
  hiding = setTimeout(() => box.classList.remove('shown'), SHOWN_FOR);
}

function refusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
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
  const outcome = OUTCOMES.find((it) => it === button?.dataset['show']);
  if (outcome) {
    store.update({ only: outcome, tab: 'history', days: null, page: 0 });
    byId('activities').scrollIntoView({ block: 'start' });
  }
});
let width = 0;
new ResizeObserver(([entry]) => {
  const now = Math.round(entry?.contentRect.width ?? 0);
  if (now === width) return;
  width = now;
  show();
}).observe(byId('chart'));
void readHistory();
