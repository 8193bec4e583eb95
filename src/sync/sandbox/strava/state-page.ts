import { toIso } from '../../time.ts';
import type { HeldActivity } from './held-activity.ts';
import type { HeldUpload } from './held-upload.ts';
import { escapeHtml } from './request-text.ts';

/** What the stand-in holds, for a person to look at. */
export function statePage(activities: readonly HeldActivity[], uploads: readonly HeldUpload[]): string {
  const rows = activities.map(({ id, name, sportType, startTime, externalId }) =>
    tableRow([toIso(startTime), sportType, name, externalId ?? '', id]),
  );
  const waiting = uploads.filter(({ state }) => state === 'processing').length;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Strava stand-in</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem } td, th { padding: .2rem 1rem .2rem 0; text-align: left }</style>
<h1>Strava stand-in</h1>
<p>${activities.length} activities, ${uploads.length} uploads, ${waiting} of them still being processed.</p>
<table>
<tr><th>Start</th><th>Sport</th><th>Name</th><th>External id</th><th>Id</th></tr>
${rows.join('\n')}
</table>
</html>
`;
}

function tableRow(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
}
