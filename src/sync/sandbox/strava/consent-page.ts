import { escapeHtml } from './request-text.ts';

/** Strava's words for the scopes, as its own page shows them. */
const WORDS: Readonly<Record<string, string>> = {
  read: 'View data about your public profile',
  read_all: 'View data about your private segments and routes',
  'profile:read_all': 'View your complete Strava profile',
  'profile:write': 'Update your Strava profile',
  'activity:read': 'View data about your activities',
  'activity:read_all': 'View data about your private activities',
  'activity:write': 'Upload your activities to Strava',
};

interface Consent {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly scopes: readonly string[];
}

/** The page that asks the athlete. As at Strava, every scope can be unticked. */
export function consentPage({ clientId, redirectUri, state, scopes }: Consent): string {
  const boxes = scopes.map(
    (scope) =>
      `<label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked> ${escapeHtml(WORDS[scope] ?? scope)} <code>${escapeHtml(scope)}</code></label>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<title>Authorize · Strava stand-in</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem }
  label { display: block; margin: .5rem 0 } code { color: #666 } button { font: inherit; padding: .5rem 1.5rem }
  .yes { background: #c44200; color: #fff; border: 1px solid #c44200 }
</style>
<h1>Authorize garmin2strava to connect to the Strava stand-in</h1>
<p>This is the sandbox on your own machine. No real account is involved.</p>
<form method="post" action="/oauth/accept_application">
  <input type="hidden" name="client_id" value="${escapeHtml(clientId)}">
  <input type="hidden" name="redirect_uri" value="${escapeHtml(redirectUri)}">
  <input type="hidden" name="state" value="${escapeHtml(state)}">
  ${boxes.join('\n  ')}
  <p>
    <button class="yes" name="decision" value="authorize">Authorize</button>
    <button name="decision" value="cancel">Cancel</button>
  </p>
</form>
</html>
`;
}
