import { createHash } from 'node:crypto';
import { escapeHtml, prose } from '../html.ts';

/** What the browser is told at the end of a sign-in. */
export type CallbackPage =
  | { readonly kind: 'connected'; readonly athlete: string }
  | { readonly kind: 'missing-scope'; readonly scopes: readonly string[] }
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string }
  | { readonly kind: 'refused' | 'wrong-state' | 'already-used' | 'not-found' | 'bad-request' };

interface Content {
  readonly status: number;
  readonly mood: 'good' | 'bad' | 'open';
  readonly title: string;
  readonly text: string;
  readonly list?: readonly string[];
  readonly next: string;
}

/** Strava's words for what can be unticked on its page. */
const SCOPE_WORDS: Readonly<Record<string, string>> = {
  'activity:read_all': 'View data about your private activities',
  'activity:write': 'Upload your activities to Strava',
};
const BACK = 'Go back to the terminal.';

function contentOf(page: CallbackPage): Content {
  switch (page.kind) {
    case 'connected':
      return {
        status: 200,
        mood: 'good',
        title: 'Strava is connected',
        text: `garmin2strava may now bring your activities to the account of ${page.athlete}.`,
        next: 'You can close this tab. The terminal goes on.',
      };
    case 'refused':
      return {
        status: 200,
        mood: 'bad',
        title: 'Not connected',
        text: 'You chose not to give garmin2strava access on Strava’s page. Nothing was changed.',
        next: `${BACK} Run the command again if you change your mind.`,
      };
    case 'missing-scope':
      return {
        status: 200,
        mood: 'bad',
        title: 'A permission is missing',
        text: 'Without what was unticked on Strava’s page, activities would be missed or uploaded twice:',
        list: page.scopes.map((scope) => `${SCOPE_WORDS[scope] ?? 'Permission'} (${scope})`),
        next: `${BACK} It offers to show Strava’s page again.`,
      };
    case 'failed':
      return { status: 200, mood: 'bad', title: 'That did not work', text: page.message, next: page.hint };
    case 'wrong-state':
      return {
        status: 400,
        mood: 'bad',
        title: 'This answer belongs to another sign-in',
        text: 'Its code does not fit the one that is waited for here, so it was not looked at.',
        next: `${BACK} Open the address that stands there.`,
      };
    case 'already-used':
      return {
        status: 410,
        mood: 'open',
        title: 'This sign-in has been answered',
        text: 'Strava’s answer arrived before. Nothing was changed by this page.',
        next: `${BACK} It says how the sign-in ended.`,
      };
    case 'not-found':
      return {
        status: 404,
        mood: 'open',
        title: 'Nothing here',
        text: 'This address only waits for Strava’s answer.',
        next: BACK,
      };
    case 'bad-request':
      return {
        status: 400,
        mood: 'bad',
        title: 'That request makes no sense here',
        text: 'This address only waits for Strava’s answer, and takes nothing else.',
        next: BACK,
      };
  }
}

const STYLE = `
:root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--ink:#1b1f24;--soft:#59626e;--line:#e3e6ea;--good:#12734a;--bad:#b3261e;--open:#4a5563}
@media(prefers-color-scheme:dark){:root{--page:#14171b;--card:#1d2127;--ink:#eceff3;--soft:#a5afbb;--line:#2e343c;--good:#4cc38a;--bad:#ff8f87;--open:#a5afbb}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
main{width:100%;max-width:30rem;padding:2.25rem;background:var(--card);border:1px solid var(--line);border-radius:1rem;box-shadow:0 1px 2px #0000000d,0 12px 32px #00000014}
svg{display:block;width:3rem;height:3rem;margin-bottom:1.25rem}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
p,ul{margin:0 0 1rem;overflow-wrap:anywhere}
code{font:.9em ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
ul{padding-left:1.25rem}
.next{margin:0;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft)}
footer{margin-top:1.5rem;font-size:.8125rem;color:var(--soft);text-align:center}
@media(max-width:24rem){body{padding:.75rem}main{padding:1.5rem}}
`;

/** A mark by shape, not by colour alone: tick, cross, dot. */
const MARKS = {
  good: '<path d="M15 25.5l6 6 12-13.5"/>',
  bad: '<path d="M17 17l14 14M31 17L17 31"/>',
  open: '<path d="M24 15v11M24 32.5v.5"/>',
} as const;

/** The page and its status. It needs nothing from anywhere and runs no script. */
export function callbackPage(page: CallbackPage): { readonly status: number; readonly html: string } {
  const { status, mood, title, text, list, next } = contentOf(page);
  const items = list ? `\n<ul>${list.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>` : '';
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · garmin2strava</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<div>
<main>
<svg class="${mood}" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="24" cy="24" r="21"/>${MARKS[mood]}</svg>
<h1>${escapeHtml(title)}</h1>
<p>${prose(text)}</p>${items}
<p class="next">${prose(next)}</p>
</main>
<footer>garmin2strava, on this computer</footer>
</div>
</body>
</html>
`;
  return { status, html };
}

/** Sent with every page: nothing may load, run, frame or keep it, and the address with the code goes nowhere. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Connection: 'close',
};
