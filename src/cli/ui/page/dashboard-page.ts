import type { AccountStatus } from '../../../sync/accounts/account-status.ts';
import { serviceName } from '../../../sync/errors.ts';
import type { BucketUsage } from '../../../sync/quota.ts';
import { type Html, html, proseHtml } from '../../html.ts';
import { remedy } from '../../present/auth-status-view.ts';
import { dateTime } from '../../present/times.ts';
import { OUTCOME_WORDS, OUTCOMES } from '../api.ts';
import type { Overview } from '../overview.ts';
import { frame } from './frame.ts';

/** The dashboard; its timeline and tables are filled in by the script. */
export function dashboardPage(overview: Overview, writeKey: string): Html {
  const head = html`<meta name="write-key" content="${writeKey}">
<script type="module" src="/assets/dashboard.js"></script>`;
  const content = html`<a class="skip" href="#activities">Skip to the activities</a>
<header>
<h1>garmin2strava</h1>
<p>Profile ${overview.profile}, kept in ${overview.place}</p>
</header>
<main>
${healthSection(overview)}
${quotaSection(overview)}
<section aria-labelledby="timeline-title" class="wide">
<h2 id="timeline-title">Timeline</h2>
<div id="timeline" aria-live="polite"><p class="quiet">Loading…</p></div>
<ul class="legend" aria-label="Colours">${OUTCOMES.map((it) => html`<li data-outcome="${it}"><span class="dot ${it}"></span>${OUTCOME_WORDS[it]}</li>`)}</ul>
</section>
<section aria-labelledby="plan-title" class="wide">
<h2 id="plan-title">Plan</h2>
<p class="row"><button type="button" id="make-plan">Show what a sync would do</button>
<label>Look back <select id="plan-since"><option value="">what is new</option><option value="30d">30 days</option><option value="1y">a year</option><option value="all">everything</option></select></label></p>
<div id="plan" aria-live="polite"><p class="quiet">Nothing is changed by looking; Strava is asked once.</p></div>
</section>
<section aria-labelledby="activities-title" class="wide" id="activities" tabindex="-1">
<h2 id="activities-title">Activities</h2>
<p class="row"><label>Find <input id="search" type="search" placeholder="name, sport or date" autocomplete="off"></label></p>
<div id="filters" class="row" role="group" aria-label="Show only"></div>
<div id="list"><p class="quiet">Loading…</p></div>
</section>
</main>
<div id="toast" role="status" aria-live="polite"></div>
<noscript><p class="message">The timeline needs JavaScript.</p></noscript>`;
  return frame('garmin2strava', content, head);
}

const WORDS = {
  ok: 'Connected',
  'ends-soon': 'Ends soon',
  'needs-login': 'Needs a new login',
  'not-connected': 'Not connected',
} as const;

function healthSection({ accounts, run, ledger }: Overview): Html {
  return html`<section aria-labelledby="health-title">
<h2 id="health-title">Health</h2>
<ul class="cards">
${accounts.map(accountCard)}
${run ? runCard(run) : null}
<li class="card"><h3>Ledger</h3><p class="figure">${ledger.total}</p><p>${ledger.changedAt === null ? 'nothing yet' : html`last change <time>${dateTime(ledger.changedAt)} UTC</time>`}</p></li>
</ul>
</section>`;
}

function accountCard(account: AccountStatus): Html {
  const { service, health, who, problem } = account;
  const next = remedy(account);
  return html`<li class="card ${health}"><h3>${serviceName(service)}</h3><p class="figure small">${WORDS[health]}</p>
<p>${problem ?? who ?? ''}</p>${next ? html`<p>Next: <code>${next}</code></p>` : null}</li>`;
}

function runCard({ trouble, lastRunAt, uploaded }: NonNullable<Overview['run']>): Html {
  const state = trouble ? 'needs-login' : 'ok';
  return html`<li class="card ${state}"><h3>AWS</h3><p class="figure small">${trouble ? 'In trouble' : 'Runs'}</p>
<p>${trouble ? html`${trouble.message} ${proseHtml(trouble.next)}` : `${uploaded} uploaded`}, last run <time>${dateTime(lastRunAt)} UTC</time></p></li>`;
}

function quotaSection({ quota }: Overview): Html {
  const meters = quota
    ? html`<dl class="meters">
${meter('This quarter hour, all', quota.overall, '15m')}${meter('This quarter hour, reads', quota.read, '15m')}
${meter('Today, all', quota.overall, 'Day')}${meter('Today, reads', quota.read, 'Day')}
</dl>`
    : html`<p class="quiet">Nothing was spent yet.</p>`;
  return html`<section aria-labelledby="quota-title"><h2 id="quota-title">Strava's quota</h2>${meters}</section>`;
}

function meter(label: string, bucket: BucketUsage, window: '15m' | 'Day'): Html {
  const [used, limit] = window === '15m' ? [bucket.used15m, bucket.limit15m] : [bucket.usedDay, bucket.limitDay];
  return html`<div><dt>${label}</dt><dd><meter min="0" max="${limit}" high="${Math.round(limit * 0.8)}" value="${used}">${used}</meter><span>${used} of ${limit}</span></dd></div>`;
}
