import { type Html, html } from '../../html.ts';
import type { Outcome } from '../api.ts';
import { COUNTED, type Counted, type LedgerCounts, type Overview } from '../overview.ts';
import { count, plural } from './words.ts';

interface StateLook {
  readonly outcome: Outcome;
  readonly words: string;
}

const LOOKS: Readonly<Record<Counted, StateLook>> = {
  uploaded: { outcome: 'uploaded', words: 'uploaded' },
  'on-strava': { outcome: 'on-strava', words: 'found on Strava' },
  duplicate: { outcome: 'on-strava', words: 'refused as a duplicate' },
  seen: { outcome: 'waiting', words: 'not decided yet' },
  claimed: { outcome: 'waiting', words: 'about to be uploaded' },
  uploading: { outcome: 'waiting', words: 'processed by Strava' },
  retrying: { outcome: 'waiting', words: 'to be tried again' },
  failed: { outcome: 'failed', words: 'failed' },
  'likely-duplicate': { outcome: 'left-out', words: 'likely on Strava already' },
  filtered: { outcome: 'left-out', words: 'filtered' },
  ignored: { outcome: 'left-out', words: 'ignored' },
  'no-file': { outcome: 'left-out', words: 'without a file' },
  removed: { outcome: 'left-out', words: 'deleted on Strava' },
};
/** As they are shown: what went well first. */
const ORDER = Object.keys(LOOKS).filter((state): state is Counted => COUNTED.some((it) => it === state));

/** The ledger's records by state. */
export function ledgerPanel({ ledger }: Overview): Html {
  const { total, states } = ledger;
  const present = ORDER.filter((state) => states[state] > 0);
  return html`<section class="card" aria-labelledby="ledger-title">
<h2 id="ledger-title">Ledger <span class="soft">${plural(total, 'activity', 'activities')}</span></h2>
${
  total === 0
    ? html`<p class="empty">No activity is on record. The first sync, or an upload from the plan below, begins it.</p>`
    : html`${bar(ledger, present)}
<ul class="states">${present.map((state) => row(LOOKS[state], states[state]))}</ul>`
}
</section>`;
}

function bar({ total, states }: LedgerCounts, present: readonly Counted[]): Html {
  let x = 0;
  const parts = present.map((state) => {
    const width = (states[state] / total) * 100;
    const part = html`<rect class="${LOOKS[state].outcome}" x="${x.toFixed(2)}" width="${width.toFixed(2)}" height="1"/>`;
    x += width;
    return part;
  });
  return html`<svg class="shares" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function row({ outcome, words }: StateLook, value: number): Html {
  return html`<li><span class="dot ${outcome}"></span><span>${words}</span><strong>${count(value)}</strong></li>`;
}
