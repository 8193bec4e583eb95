import type { Action, ActivityView } from '../api.ts';
import { OUTCOME_WORDS } from '../api.ts';
import { button, el } from './dom.ts';
import { withCommands } from './prose.ts';
import type { State } from './state.ts';
import { nameText } from './words.ts';

const STRAVA = 'https://www.strava.com/activities/';
const WORDS: Readonly<Record<Action, { readonly todo: string; readonly doing: string }>> = {
  push: { todo: 'Upload', doing: 'Uploading…' },
  ignore: { todo: 'Ignore', doing: 'Ignoring…' },
};

export type Act = (action: Action, activity: ActivityView) => void;

/** What became of it, as a coloured word. */
export function badge({ outcome }: ActivityView): HTMLElement {
  return el('span', { class: `badge ${outcome}` }, OUTCOME_WORDS[outcome]);
}

/** Why, unless the badge has said so, and links to what stands for it on Strava. */
export function why({ outcome, reason, detail, stravaIds }: ActivityView): HTMLElement {
  const isSaid = detail.toLowerCase() === OUTCOME_WORDS[outcome].toLowerCase();
  const links = stravaIds.map((id, index) => {
    const text = index === 0 ? 'See it on Strava' : `and ${index + 1}`;
    const link = el('a', { href: `${STRAVA}${encodeURIComponent(id)}`, target: '_blank', rel: 'noreferrer' }, text);
    return [isSaid && index === 0 ? null : ' ', link];
  });
  return el('span', { class: 'why' }, isSaid ? null : detail || reason, ...links.flat());
}

/** Why the last try of its buttons did not work; null where it did. */
export function snag({ garminId }: ActivityView, { snags }: Pick<State, 'snags'>): HTMLElement | null {
  const problem = snags.get(garminId);
  if (!problem) return null;
  return el('p', { class: 'snag' }, el('strong', {}, problem.message), ' ', ...withCommands(problem.hint ?? ''));
}

/** The buttons that an activity has; while one is at work it says so, and the others rest. */
export function actions(activity: ActivityView, { busy }: Pick<State, 'busy'>, act: Act, place: string): HTMLElement {
  const doing = busy.get(activity.garminId);
  const buttons = activity.actions.map((action) => {
    const { todo, doing: words } = WORDS[action];
    const isDoing = doing === action;
    const attributes = {
      class: action === 'push' ? 'small accent' : 'small',
      'aria-label': `${isDoing ? words : todo} ${nameText(activity)}`,
      'aria-disabled': doing ? 'true' : null,
      'aria-busy': isDoing ? 'true' : null,
      'data-key': `${place}-${action}-${activity.garminId}`,
    };
    return button(isDoing ? words : todo, attributes, () => {
      if (!doing) act(action, activity);
    });
  });
  return el('span', { class: 'actions' }, ...buttons);
}
