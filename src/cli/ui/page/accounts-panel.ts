import type { AccountHealth, AccountStatus } from '../../../sync/accounts/account-status.ts';
import { serviceName } from '../../../sync/errors.ts';
import { type Instant, toIso } from '../../../sync/time.ts';
import { type Html, html } from '../../html.ts';
import { remedy } from '../../present/auth-status-view.ts';
import type { Overview } from '../overview.ts';
import { type MarkName, mark } from './marks.ts';
import { command, span } from './words.ts';

const LOOKS: Readonly<Record<AccountHealth, { readonly mark: MarkName; readonly words: string }>> = {
  ok: { mark: 'good', words: 'Connected' },
  'ends-soon': { mark: 'warn', words: 'Ends soon' },
  'needs-login': { mark: 'bad', words: 'Needs a login' },
  'not-connected': { mark: 'note', words: 'Not connected' },
};
const WAYS = { 'personal-key': 'Personal API key', account: 'account login', oauth: 'OAuth' } as const;

/** How both accounts are, and what heals them. */
export function accountsPanel({ accounts, now }: Overview): Html {
  return html`<section class="card" aria-labelledby="accounts-title">
<h2 id="accounts-title">Accounts</h2>
<ul class="accounts">${accounts.map((account) => accountRow(account, now))}</ul>
</section>`;
}

function accountRow(account: AccountStatus, now: Instant): Html {
  const look = LOOKS[account.health];
  const heal = remedy(account);
  const facts = [identity(account), end(account, now), account.problem].filter((fact) => fact !== null);
  return html`<li class="${look.mark}">
${mark(look.mark)}
<div>
<p><strong>${serviceName(account.service)}</strong> <span class="health">${look.words}</span></p>
${facts.map((fact) => html`<p class="soft">${fact}</p>`)}
${heal === null ? null : html`<p>${command(heal)}</p>`}
</div>
</li>`;
}

function identity({ way, who, source }: AccountStatus): string | null {
  if (way === null) return null;
  const origin = source === 'environment' ? ', from the environment' : '';
  return `${who === null ? 'By' : `${who}, by`} ${WAYS[way]}${origin}`;
}

function end({ endsAt, way }: AccountStatus, now: Instant): string | null {
  if (endsAt === null || endsAt <= now) return null;
  const renewed = way === 'account' ? ', renewed with each use' : '';
  return `Ends in ${span(endsAt - now)}, on ${toIso(endsAt).slice(0, 10)}${renewed}`;
}
