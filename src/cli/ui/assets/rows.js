const HEADS = [
  ['When', ''],
  ['Activity', ''],
  ['Sport', 'sport'],
  ['Distance', 'number'],
  ['What became of it', ''],
  ['', ''],
];
const ACTIONS = { push: 'Upload', ignore: 'Ignore' };

/** A table of activities; every text of other people's is set as text, never as markup. */
export function drawRows(place, activities, { empty, act }) {
  if (activities.length === 0) {
    place.replaceChildren(element('p', { className: 'quiet', textContent: empty }));
    return;
  }
  const head = element(
    'tr',
    {},
    ...HEADS.map(([text, className]) => element('th', { textContent: text, className, scope: 'col' })),
  );
  const rows = activities.map((activity) => row(activity, act));
  const table = element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
  place.replaceChildren(element('div', { className: 'scroll' }, table));
}

function row(activity, act) {
  const { garminId, name, type, start, distance, outcome, reason, detail, stravaIds, actions } = activity;
  const links = [
    link(`https://connect.garmin.com/modern/activity/${encodeURIComponent(garminId)}`, 'Garmin'),
    ...stravaIds.slice(0, 1).map((id) => link(`https://www.strava.com/activities/${encodeURIComponent(id)}`, 'Strava')),
  ];
  const buttons = actions.map((what) => {
    const label = `${ACTIONS[what]} ${name ?? type}`;
    const button = element('button', { type: 'button', textContent: ACTIONS[what], ariaLabel: label });
    button.addEventListener('click', () => act(what, activity, button));
    return button;
  });
  return element(
    'tr',
    {},
    element('td', { className: 'when', textContent: start.slice(0, 16) }),
    element(
      'td',
      { className: 'name' },
      element('span', { textContent: name ?? `${type} ${garminId}` }),
      ' ',
      ...spaced(links),
    ),
    element('td', { className: 'sport', textContent: type.replaceAll('_', ' ') }),
    element('td', { className: 'number', textContent: distance ? `${(distance / 1000).toFixed(1)} km` : '–' }),
    element(
      'td',
      {},
      element('span', { className: `dot ${outcome}` }),
      reason,
      ...(detail && detail !== reason ? [element('span', { className: 'why', textContent: detail })] : []),
    ),
    element('td', { className: 'do' }, ...buttons),
  );
}

function link(href, text) {
  return element('a', { href, textContent: text, target: '_blank', rel: 'noreferrer noopener' });
}

function spaced(nodes) {
  return nodes.flatMap((node) => [node, ' ']);
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
