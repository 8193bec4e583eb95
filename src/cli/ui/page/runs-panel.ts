import type { RunStatus } from '../../../aws/lambda/run-status.ts';
import type { Instant } from '../../../sync/time.ts';
import { type Html, html } from '../../html.ts';
import type { Overview } from '../overview.ts';
import { ago, command, count, nextStep } from './words.ts';

/** How the runs on AWS went, or how to have some. */
export function runsPanel(overview: Overview): Html {
  const { run, isDeployed } = overview;
  const content = run ? runFacts(run, overview.now) : isDeployed ? NOT_YET : withoutRuns(overview);
  return html`<section class="card" aria-labelledby="runs-title">
<h2 id="runs-title">Last runs</h2>
${content}
</section>`;
}

const NOT_YET = html`<p class="empty">The deployment has not run yet. See how it is doing:</p>
<p>${command('garmin2strava status')}</p>`;

function runFacts(run: RunStatus, now: Instant): Html {
  return html`${facts([
    ['Last run', ago(run.lastRunAt, now)],
    ['Last success', ago(run.lastSuccessAt, now)],
    ['Last upload', ago(run.lastUploadAt, now)],
    ['Uploaded', html`${count(run.uploaded)}`],
  ])}
${troubleNote(run, now)}`;
}

function withoutRuns({ ledger, now }: Overview): Html {
  return html`${ledger.changedAt === null ? null : facts([['Last change', ago(ledger.changedAt, now)]])}
<p class="empty">Nothing runs by itself yet. AWS can do it every minute:</p>
<p>${command('garmin2strava deploy')}</p>`;
}

function troubleNote({ trouble }: RunStatus, now: Instant): Html | null {
  if (trouble === null) return null;
  return html`<div class="trouble"><p>${trouble.message}</p>
<p>${nextStep(trouble.next)}</p>
<p class="soft">Since ${ago(trouble.since, now)}</p></div>`;
}

function facts(rows: readonly (readonly [string, Html])[]): Html {
  return html`<dl class="facts">${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
