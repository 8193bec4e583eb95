import type { Report } from '../../sync/events.ts';
import type { TickResult } from '../../sync/tick.ts';
import { type Instant, toIso } from '../../sync/time.ts';
import type { Context } from '../context.ts';
import { columnsOf, truncate, wrap } from './columns.ts';
import { openProgress } from './progress.ts';
import { painter } from './style.ts';
import { timeOfDay } from './times.ts';

export interface WatchScreen {
  readonly report: Report;
  looked(result: TickResult, facts: { readonly untold: readonly string[]; readonly nextAt: Instant }): void;
  /** Says what was done, when a person ends it. */
  ended(): void;
  stop(): void;
}

/** On a terminal one line that tells how it is; elsewhere, and above it, only what is new. */
export async function openWatchScreen({ stderr, env, clock }: Context): Promise<WatchScreen> {
  const paint = painter(stderr, env);
  const columns = columnsOf(stderr);
  const progress = await openProgress({ stderr, paint, isQuiet: false, clock });
  let uploaded = 0;
  let trouble: string | null = null;
  const say = (text: string) => {
    progress.stop();
    stderr.write(`${wrap(text, columns, 2)}\n`);
  };
  const report: Report = (event) => {
    if (event.type === 'finished' && event.decision.kind === 'upload') uploaded += 1;
    // The plan of a minute with nothing new is nothing to look at.
    if (event.type !== 'listing') progress.report(event);
  };
  return {
    report,
    looked(result, { untold, nextAt }) {
      const now = troubleOf(result);
      if (now !== null && now.message !== trouble) say(`${paint('red', 'Trouble:')} ${now.message} ${now.hint}`);
      if (now === null && trouble !== null) say(`${paint('green', 'Works again')}, ${toIso(clock.now())}`);
      trouble = now?.message ?? null;
      for (const problem of untold) say(paint('yellow', `Note: not told: ${problem}.`));
      const state = trouble === null ? 'watching' : 'in trouble';
      const line = `${state}, ${uploaded} uploaded, looked at ${timeOfDay(clock.now())}, next at ${timeOfDay(nextAt)} UTC. Ctrl-C ends it`;
      progress.show(columns === null ? line : truncate(line, columns - 3));
    },
    ended: () => say(`Stopped, ${uploaded} uploaded. \`garmin2strava sync --watch\` goes on.`),
    stop: progress.stop,
  };
}

function troubleOf(result: TickResult): { readonly message: string; readonly hint: string } | null {
  if (result.kind === 'trouble') return result.error;
  return result.kind === 'ran' ? result.outcome.trouble : null;
}
