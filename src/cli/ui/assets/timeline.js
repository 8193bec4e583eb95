const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 1000;
const HEIGHT = 150;
const FLOOR = 145;
/** Bars closer than this cannot be told apart, so that periods get longer. */
const MOST_BARS = 132;
/** An activity without distance is as high as one of so many metres. */
const NO_DISTANCE = 3_000;
const LENGTHS = { day: 10, month: 7, year: 4 };

/** Bars over time: height by distance, colours by what became of the activities. A bar chosen filters the list below. */
export function drawTimeline(place, activities, { words, period, choose }) {
  if (activities.length === 0) {
    place.replaceChildren(paragraph('No activities yet. They appear here with the first sync.', 'quiet'));
    return;
  }
  const unit = unitFor(activities);
  const bars = barsOf(activities, unit);
  const highest = Math.max(...bars.map(({ total }) => total));
  const svg = node('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'group' });
  svg.setAttribute('aria-label', `Activities by ${unit}`);
  const step = WIDTH / bars.length;
  const told = paragraph(summary(activities, unit), '', 'told');
  for (const [at, bar] of bars.entries()) svg.append(drawBar(bar, { at, step, highest, words, period, choose, told }));
  svg.append(node('line', { class: 'axis', x1: 0, x2: WIDTH, y1: FLOOR, y2: FLOOR }));
  const labels = document.createElement('div');
  labels.className = 'row';
  labels.append(paragraph(bars[0].key, 'quiet'), paragraph(bars.at(-1).key, 'quiet'));
  labels.style.justifyContent = 'space-between';
  labels.style.margin = '0';
  const chart = document.createElement('div');
  chart.className = 'chart';
  chart.append(svg);
  place.replaceChildren(chart, labels, told);
}

function drawBar({ key, total, parts, count }, { at, step, highest, words, period, choose, told }) {
  const text = `${key}: ${
    Object.entries(count)
      .map(([outcome, number]) => `${number} ${words[outcome].toLowerCase()}`)
      .join(', ') || 'nothing'
  }`;
  const isEmpty = total === 0;
  const bar = node('g', { class: 'bar', ...(isEmpty ? {} : { tabindex: 0, role: 'button' }) });
  bar.setAttribute('aria-label', text);
  bar.setAttribute('aria-pressed', String(period === key));
  bar.append(node('rect', { class: 'back', x: at * step, y: 0, width: step, height: HEIGHT }));
  let top = FLOOR;
  for (const outcome of Object.keys(words).filter((it) => parts[it])) {
    const height = Math.max(2, (parts[outcome] / highest) * (FLOOR - 8));
    top -= height;
    const width = Math.max(1, step * 0.8);
    bar.append(
      node('rect', { class: outcome, x: at * step + step * 0.1, y: top, width, height, rx: Math.min(3, width / 4) }),
    );
  }
  if (isEmpty) return bar;
  const show = () => {
    told.textContent = text;
  };
  bar.addEventListener('pointerenter', show);
  bar.addEventListener('focus', show);
  bar.addEventListener('click', () => choose(key));
  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(key);
  });
  return bar;
}

function unitFor(activities) {
  const first = Date.parse(activities.at(-1).start.slice(0, 10));
  const last = Date.parse(activities[0].start.slice(0, 10));
  const days = (last - first) / 86_400_000 + 1;
  if (days <= MOST_BARS) return 'day';
  return days / 30 <= MOST_BARS ? 'month' : 'year';
}

/** Every period from the first to the last, those without an activity too. */
function barsOf(activities, unit) {
  const bars = new Map();
  const end = activities[0].start.slice(0, LENGTHS[unit]);
  const at = new Date(`${activities.at(-1).start.slice(0, 10)}T12:00:00Z`);
  for (let key = ''; key < end; ) {
    key = at.toISOString().slice(0, LENGTHS[unit]);
    bars.set(key, { key, total: 0, parts: {}, count: {} });
    if (unit === 'day') at.setUTCDate(at.getUTCDate() + 1);
    else if (unit === 'month') at.setUTCMonth(at.getUTCMonth() + 1, 1);
    else at.setUTCFullYear(at.getUTCFullYear() + 1, 0, 1);
  }
  for (const { start, distance, outcome } of activities) {
    const bar = bars.get(start.slice(0, LENGTHS[unit]));
    const size = distance || NO_DISTANCE;
    bar.total += size;
    bar.parts[outcome] = (bar.parts[outcome] ?? 0) + size;
    bar.count[outcome] = (bar.count[outcome] ?? 0) + 1;
  }
  return [...bars.values()];
}

function summary(activities, unit) {
  const kilometres = activities.reduce((sum, { distance }) => sum + (distance ?? 0), 0) / 1000;
  return `${activities.length} activities, ${Math.round(kilometres).toLocaleString('en')} km. A bar is a ${unit}; choose one to see what is in it.`;
}

function paragraph(text, className, id = '') {
  return Object.assign(document.createElement('p'), { textContent: text, className, id });
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
