import { type Html, html, proseHtml } from '../../html.ts';
import type { Problem } from '../api.ts';
import { frame } from './frame.ts';

const MESSAGES = {
  'signed-out': [
    'Open it from the terminal',
    'Use the address that `garmin2strava ui` has printed: it holds the key to this page and works once. For another browser, end the command and start it again.',
  ],
  'not-found': ['Nothing here', 'There is no such page. The dashboard is at the root of this address.'],
  failed: ['That did not work', 'The dashboard cannot be shown.'],
} as const;

/** What stands there instead of the dashboard. */
export function messagePage(kind: keyof typeof MESSAGES, problem: Problem | null = null): Html {
  const [title, text] = MESSAGES[kind];
  const reason = problem
    ? html`<p>${problem.message}</p>${problem.hint ? html`<p>${proseHtml(problem.hint)}</p>` : null}`
    : null;
  return frame(title, html`<main class="message"><h1>${title}</h1><p>${proseHtml(text)}</p>${reason}</main>`);
}
