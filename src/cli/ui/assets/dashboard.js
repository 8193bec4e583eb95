import { drawRows } from './rows.js';
import { drawTimeline } from './timeline.js';

/** What can become of an activity and how it is called, by the legend of the page. */
const OUTCOMES = Object.fromEntries(
  [...document.querySelectorAll('.legend li')].map((entry) => [entry.dataset.outcome, entry.textContent]),
);
/** So many rows are drawn at once; more on request. */
const PAGE = 50;

const find = (id) => document.getElementById(id);
const writeKey = document.querySelector('meta[name="write-key"]').content;
const state = { activities: [], period: null, outcome: null, search: '', shown: PAGE, plan: null };

async function ask(path, body) {
  const headers = body && { 'Content-Type': 'application/json', 'x-garmin2strava-key': writeKey };
  const answer = await fetch(`/api/${path}`, body ? { method: 'POST', headers, body: JSON.stringify(body) } : {});
  const json = await answer.json();
  if (answer.ok) return json;
  throw new Error([json.error?.message, json.error?.hint].filter(Boolean).join(' ') || `HTTP ${answer.status}`);
}

let hideToast = 0;
function tell(text) {
  find('toast').textContent = text;
  clearTimeout(hideToast);
  hideToast = setTimeout(() => {
    find('toast').textContent = '';
  }, 8_000);
}

function fitting({ start, outcome, name, type }) {
  const words = `${name ?? ''} ${type} ${start}`.toLowerCase();
  return (
    (state.period === null || start.startsWith(state.period)) &&
    (state.outcome === null || outcome === state.outcome) &&
    words.includes(state.search.toLowerCase())
  );
}

function drawFilters() {
  const counts = {};
  for (const { outcome } of state.activities) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const buttons = Object.entries(OUTCOMES).flatMap(([outcome, word]) => {
    const count = counts[outcome] ?? 0;
    return count === 0 ? [] : [toggle(`${word} ${count}`, state.outcome === outcome, () => pick(outcome))];
  });
  if (state.period !== null) buttons.push(toggle(`${state.period} ✕`, true, () => choosePeriod(null)));
  find('filters').replaceChildren(...buttons);
}

function toggle(text, isPressed, act) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  button.setAttribute('aria-pressed', String(isPressed));
  button.addEventListener('click', act);
  return button;
}

function pick(outcome) {
  state.outcome = state.outcome === outcome ? null : outcome;
  state.shown = PAGE;
  drawList();
}

function choosePeriod(period) {
  state.period = state.period === period ? null : period;
  state.shown = PAGE;
  draw();
}

function drawList() {
  drawFilters();
  const found = state.activities.filter(fitting);
  const empty =
    state.activities.length === 0
      ? 'Nothing yet: the first sync fills it. The plan above shows what it would bring.'
      : 'No activity fits. Take a filter away.';
  drawRows(find('list'), found.slice(0, state.shown), { empty, act });
  if (found.length <= state.shown) return;
  const more = toggle(`Show ${Math.min(PAGE, found.length - state.shown)} more of ${found.length}`, false, () => {
    state.shown += PAGE;
    drawList();
  });
  more.removeAttribute('aria-pressed');
  find('list').append(more);
}

function draw() {
  drawTimeline(find('timeline'), state.activities, { words: OUTCOMES, period: state.period, choose: choosePeriod });
  drawList();
}

function drawPlan() {
  const { activities, trouble } = state.plan;
  drawRows(find('plan'), activities.slice(0, 200), { empty: 'Nothing to upload: all is there.', act });
  const notes = [
    ...(activities.length > 200 ? [`${activities.length - 200} more are not shown here.`] : []),
    ...(trouble ? [[trouble.message, trouble.hint].filter(Boolean).join(' ')] : []),
  ];
  for (const note of notes) find('plan').append(Object.assign(document.createElement('p'), { textContent: note }));
}

/** Push or ignore, then show what became of it wherever the activity stands. */
async function act(what, { garminId, name, type }, button) {
  button.disabled = true;
  tell(`${what === 'push' ? 'Uploading' : 'Ignoring'} ${name ?? type}…`);
  try {
    const { activity } = await ask(what, { garminId });
    if (state.plan) {
      state.plan.activities = state.plan.activities.map((it) => (it.garminId === garminId ? activity : it));
      drawPlan();
    }
    tell(`${activity.name ?? activity.type}: ${activity.detail}`);
    await load();
  } catch (error) {
    button.disabled = false;
    tell(error.message);
  }
}

async function load() {
  const { activities } = await ask('activities');
  state.activities = activities;
  draw();
}

find('search').addEventListener('input', ({ target }) => {
  state.search = target.value;
  state.shown = PAGE;
  drawList();
});
find('make-plan').addEventListener('click', async ({ currentTarget: button }) => {
  button.disabled = true;
  find('plan').replaceChildren(
    Object.assign(document.createElement('p'), { textContent: 'Comparing…', className: 'quiet' }),
  );
  try {
    state.plan = await ask('plan', { since: find('plan-since').value || null });
    drawPlan();
  } catch (error) {
    find('plan').replaceChildren(Object.assign(document.createElement('p'), { textContent: error.message }));
  }
  button.disabled = false;
});
load().catch((error) => tell(error.message));
