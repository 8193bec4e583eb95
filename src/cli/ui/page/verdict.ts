import { serviceName } from '../../../sync/errors.ts';
import { type Html, html } from '../../html.ts';
import { remedy } from '../../present/auth-status-view.ts';
import type { Outcome } from '../api.ts';
import type { Overview } from '../overview.ts';
import { mark } from './marks.ts';
import { count, nextStep, plural } from './words.ts';

interface Verdict {
  readonly look: 'good' | 'note' | 'warn' | 'bad';
  readonly title: string;
  readonly text: string;
  /** Offers to show the activities that it speaks of. */
  readonly shows?: Outcome;
}

/** The page's first sentence: whether all is well, and what to do where it is not. */
export function verdictPanel(overview: Overview): Html {
  const { look, title, text, shows } = byAccounts(overview) ?? byRuns(overview) ?? byLedger(overview);
  return html`<section id="verdict" class="verdict ${look}" aria-label="How it is going">
${mark(look)}
<div>
<h1>${title}</h1>
<p>${nextStep(text)}${shows ? html` <button type="button" class="link" data-show="${shows}" data-key="show">Show why</button>` : null}</p>
</div>
</section>`;
}

function byAccounts({ accounts }: Overview): Verdict | null {
  const missing = accounts.filter(({ health }) => health === 'not-connected');
  if (missing.length === accounts.length) {
    return { look: 'note', title: 'Connect Garmin and Strava first', text: 'In a terminal: `garmin2strava auth`' };
  }
  const [first] = accounts.filter(({ health }) => health === 'needs-login' || health === 'not-connected');
  if (!first) return null;
  const name = serviceName(first.service);
  const title = first.health === 'not-connected' ? `${name} is not connected yet` : `${name} needs a new login`;
  return { look: 'bad', title, text: `${first.problem ?? ''} In a terminal: \`${remedy(first)}\`` };
}

function byRuns({ run }: Overview): Verdict | null {
  if (!run?.trouble) return null;
  return { look: 'bad', title: 'The last run met trouble', text: `${run.trouble.message} ${run.trouble.next}` };
}

function byLedger({ accounts, ledger: { total, states } }: Overview): Verdict {
  if (total === 0) {
    return {
      look: 'note',
      title: 'Ready for the first sync',
      text: 'Make a plan below: it shows what would be uploaded, and uploads nothing.',
    };
  }
  const onStrava = states.uploaded + states['on-strava'] + states.duplicate;
  const again = states.retrying > 0 ? ` ${plural(states.retrying, 'is', 'are')} tried again.` : '';
  const share = `${count(onStrava)} of ${plural(total, 'known activity is', 'known activities are')} on Strava.${again}`;
  if (states.failed > 0) {
    const title = `${plural(states.failed, 'activity', 'activities')} failed`;
    return { look: 'warn', title, text: share, shows: 'failed' };
  }
  const ending = accounts.find(({ health }) => health === 'ends-soon');
  if (ending) {
    const title = `${serviceName(ending.service)} wants a new login soon`;
    return { look: 'warn', title, text: `${ending.problem ?? ''} In a terminal: \`${remedy(ending)}\`` };
  }
  return { look: 'good', title: 'All is well', text: share };
}
