import { type Html, html, proseHtml } from '../../html.ts';
import type { Problem } from '../api.ts';
import { layout } from './layout.ts';
import { type MarkName, mark } from './marks.ts';

interface Message {
  readonly look: MarkName;
  readonly title: string;
  readonly text: string;
  readonly next: string;
}

const MESSAGES = {
  'signed-out': {
    look: 'note',
    title: 'Open the address from the terminal',
    text: 'This dashboard belongs to whoever started it. The address that `garmin2strava ui` prints has the key.',
    next: 'Open the address that it printed last.',
  },
  'not-found': {
    look: 'note',
    title: 'Nothing here',
    text: 'There is only one page, the dashboard.',
    next: 'Go to its first page, /.',
  },
  failed: {
    look: 'bad',
    title: 'The dashboard cannot be shown',
    text: 'Something is wrong with what is kept on this machine.',
    next: 'See what the terminal says.',
  },
} as const satisfies Record<string, Message>;

/** A page that says one thing; `problem` speaks in its own words. */
export function messagePage(kind: keyof typeof MESSAGES, problem?: Problem): Html {
  const { look, title, text, next } = MESSAGES[kind];
  return layout({
    title,
    body: html`<main class="message ${look}">
${mark(look)}
<h1>${title}</h1>
<p>${proseHtml(problem?.message ?? text)}</p>
<p class="soft">${proseHtml(problem?.hint ?? next)}</p>
</main>`,
  });
}
