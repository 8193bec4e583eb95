import { ToolError } from '../../sync/errors.ts';
import type { Paint } from './style.ts';

const ISSUES = 'https://github.com/garmin2strava/garmin2strava/issues';

/** What happened, why, and what to do next. Only an error that we did not foresee shows where it came from. */
export function errorView(error: unknown, paint: Paint, { debug }: { readonly debug: boolean }): string {
  if (error instanceof ToolError) {
    const lines = [`${paint('red', 'Error:')} ${error.message}`, `${paint('cyan', 'Next:')}  ${error.hint}`];
    if (debug) lines.push(paint('dim', `${error.code}\n${stack(error)}`));
    return `${lines.join('\n')}\n`;
  }
  return [
    `${paint('red', 'Unexpected error:')} ${error instanceof Error ? error.message : String(error)}`,
    paint('dim', stack(error)),
    `${paint('cyan', 'Next:')}  This is a fault of garmin2strava; please report it at ${ISSUES}`,
    '',
  ].join('\n');
}

function stack(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return (error.stack ?? '').split('\n').slice(1, 6).join('\n');
}
