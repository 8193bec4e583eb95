import { type Html, html } from '../../html.ts';
import type { Overview } from '../overview.ts';
import { accountsPanel } from './accounts-panel.ts';
import { layout } from './layout.ts';
import { ledgerPanel } from './ledger-panel.ts';
import { mark } from './marks.ts';
import { quotaPanel } from './quota-panel.ts';
import { runsPanel } from './runs-panel.ts';
import { verdictPanel } from './verdict.ts';

/** The whole page; with the key, where it is for a tab that may change things. Its script fills timeline and list, and swaps `#verdict` and `#panels` for newer ones. */
export function dashboardPage(overview: Overview, writeKey: string | null): Html {
  const { profile, place } = overview;
  return layout({
    title: 'Dashboard',
    head: html`${writeKey === null ? null : html`<meta name="write-key" content="${writeKey}">`}
<script type="module" src="/assets/dashboard.js"></script>`,
    body: html`<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<p class="brand">${mark('brand')}garmin2strava</p>
<p class="place"><span class="pill">${profile}</span> <span class="path" title="${place}">${place}</span></p>
<button type="button" id="refresh" class="quiet refresh">${mark('refresh')}<span>Refresh</span></button>
</header>
<main id="main">
<noscript><p class="card">The timeline and the plan need JavaScript. It comes from this machine only.</p></noscript>
${verdictPanel(overview)}
${TIMELINE}
<div id="panels" class="panels">
${accountsPanel(overview)}
${quotaPanel(overview)}
${runsPanel(overview)}
${ledgerPanel(overview)}
</div>
${ACTIVITIES}
</main>
<p id="announcement" class="toast" role="status" aria-live="polite"></p>`,
  });
}

const TIMELINE = html`<section class="card" aria-labelledby="timeline-title">
<div class="head">
<h2 id="timeline-title">Timeline</h2>
<div class="choice" role="group" aria-label="Length of the timeline" id="ranges"></div>
<div class="pages" id="windows"></div>
</div>
<div class="legend" role="group" aria-label="Show only" id="legend"></div>
<div id="chart" class="chart"></div>
<div id="day" class="day"></div>
</section>`;

const ACTIVITIES = html`<section class="card" aria-labelledby="activities-title" id="activities">
<div class="head">
<h2 id="activities-title">Activities</h2>
<div class="choice" role="tablist" aria-label="Which activities" id="tabs"></div>
<form class="planning" id="planning" aria-label="Plan">
<label for="since" class="sr">Plan for</label>
<select id="since">
<option value="">What is new</option>
<option value="30d">The last 30 days</option>
<option value="1y">The last year</option>
<option value="all">Everything</option>
</select>
<button type="submit" class="primary">Make a plan</button>
</form>
</div>
<div id="list" role="tabpanel" aria-labelledby="tab-plan"></div>
</section>`;
