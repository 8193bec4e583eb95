import { nextQuarterHour, nextUtcMidnight } from '../../../sync/quota.ts';
import { type Html, html } from '../../html.ts';
import type { Overview } from '../overview.ts';
import { count, span } from './words.ts';

/** Shares from which on a meter warns. */
const HIGH = 0.75;
const SPENT = 0.95;

/** What is spent of Strava's quota: both windows, all requests and reads alone. */
export function quotaPanel({ quota, now }: Overview): Html {
  return html`<section class="card" aria-labelledby="quota-title">
<h2 id="quota-title">Strava’s quota</h2>
${
  quota === null
    ? html`<p class="empty">Nothing is spent yet. Strava’s first answer tells the limits.</p>`
    : html`<h3>Quarter hour <span class="soft">${span(nextQuarterHour(now) - now)} left</span></h3>
${meter('Requests', 'this quarter hour', quota.overall.used15m, quota.overall.limit15m)}
${meter('Reads', 'this quarter hour', quota.read.used15m, quota.read.limit15m)}
<h3>Today <span class="soft">${span(nextUtcMidnight(now) - now)} left</span></h3>
${meter('Requests', 'today', quota.overall.usedDay, quota.overall.limitDay)}
${meter('Reads', 'today', quota.read.usedDay, quota.read.limitDay)}`
}
</section>`;
}

function meter(what: string, when: string, used: number, limit: number): Html {
  const share = limit > 0 ? Math.min(1, used / limit) : 1;
  const level = share >= SPENT ? 'spent' : share >= HIGH ? 'high' : 'fine';
  const text = `${count(used)} of ${count(limit)}`;
  return html`<div class="meter">
<span>${what}</span><span class="figure">${text}</span>
<svg class="${level}" viewBox="0 0 100 1" preserveAspectRatio="none" role="meter" aria-label="${what} ${when}" aria-valuemin="0" aria-valuemax="${limit}" aria-valuenow="${Math.min(used, limit)}" aria-valuetext="${text}"><rect class="track" width="100" height="1"/><rect class="bar" width="${(share * 100).toFixed(1)}" height="1"/></svg>
</div>`;
}
