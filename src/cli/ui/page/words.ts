import { DAY, HOUR, type Instant, MINUTE, toIso } from '../../../sync/time.ts';
import { type Html, html } from '../../html.ts';

const numbers = new Intl.NumberFormat('en');

/** `12,345` */
export function count(value: number): string {
  return numbers.format(value);
}

/** `1 activity`, `2 activities` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** How long ago, with the exact time where the pointer rests. */
export function ago(instant: Instant | null, now: Instant): Html {
  if (instant === null) return html`<span class="soft">never</span>`;
  const text = now - instant < MINUTE ? 'just now' : `${span(now - instant)} ago`;
  return html`<time datetime="${toIso(instant)}" title="${toIso(instant)}">${text}</time>`;
}

/** `3 minutes`, `2 days`: the one unit that says enough. */
export function span(milliseconds: number): string {
  if (milliseconds < HOUR) return plural(Math.max(1, Math.ceil(milliseconds / MINUTE)), 'minute', 'minutes');
  if (milliseconds < 2 * DAY) return plural(Math.round(milliseconds / HOUR), 'hour', 'hours');
  return plural(Math.round(milliseconds / DAY), 'day', 'days');
}

/** A command, with a button that the page's script gives life to. */
export function command(text: string): Html {
  return html`<span class="command"><code>${text}</code><button type="button" class="copy" data-copy="${text}" data-key="copy-${text}" aria-label="Copy ${text}">Copy</button></span>`;
}

/** A sentence between whose backticks commands stand. */
export function nextStep(text: string): Html {
  const parts = text.split(/`([^`]+)`/);
  return html`${parts.map((part, index) => (index % 2 === 0 ? html`${part}` : command(part)))}`;
}
