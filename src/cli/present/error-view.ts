import { ToolError } from '../../sync/errors.ts';
import { oneLine, wrap } from './columns.ts';
import type { Paint } from './style.ts';

const INDENT = 7;
const ISSUES = 'https://github.com/garmin2strava/garmin2strava/issues';

/** What happened, why, and what to do next. Only an error that we did not foresee shows where it came from. */
export function errorView(
  error: unknown,
  paint: Paint,
  { debug, columns }: { readonly debug: boolean; readonly columns: number | null },
): string {
  if (error instanceof ToolError) {
    const [message = '', ...more] = error.lines.map(oneLine);
    const problem = wrap(`Error: ${message}`, columns, INDENT).replace('Error:', paint('red', 'Error:'));
    const details = more.map((line) => wrap(`${' '.repeat(INDENT)}${line}`, columns, INDENT + 2));
    const next = wrap(`Next:  ${oneLine(error.hint)}`, columns, INDENT).replace('Next:', paint('cyan', 'Next:'));
    const lines = [problem, ...details, next];
    if (debug) lines.push(paint('dim', `${error.code}\n${stack(error)}`));
    return `${lines.join('\n')}\n`;
  }
  return [
    `${paint('red', 'Unexpected error:')} ${oneLine(error instanceof Error ? error.message : String(error))}`,
    paint('dim', stack(error)),
    `${paint('cyan', 'Next:')}  This is a fault of garmin2strava; please report it at ${ISSUES}`,
    '',
  ].join('\n');
}

function stack(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return (error.stack ?? '').split('\n').slice(1, 6).join('\n');
}
