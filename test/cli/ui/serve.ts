import { expect, onTestFinished } from 'vitest';
import type { Bench } from '../../support/bench.ts';

/** `garmin2strava ui`, running; the address that it prints. */
export async function serve(bench: Bench): Promise<string> {
  const stop = new AbortController();
  let opened: (url: string) => void = () => undefined;
  const url = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const openBrowser = async (it: string) => opened(it);
  const done = bench.cliOn({ columns: null, signal: stop.signal, openBrowser }, 'ui');
  onTestFinished(async () => {
    stop.abort();
    expect((await done).code).toBe(0);
  });
  return url;
}
