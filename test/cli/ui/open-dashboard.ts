import { onTestFinished } from 'vitest';
import type { SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { openFileStore } from '../../../src/sync/store/file-store.ts';
import { type Bench, type CliResult, openBench } from '../../support/bench.ts';

export interface OpenedDashboard {
  readonly bench: Bench;
  /** The address that the browser is given; it lets in once. */
  readonly url: string;
  readonly origin: string;
  /** Ends the command as Ctrl-C does. */
  readonly end: () => Promise<CliResult>;
}

/** `garmin2strava ui` on a bench, serving. */
export async function openDashboard(activities: readonly SandboxActivity[] = []): Promise<OpenedDashboard> {
  return serveDashboardOf(await openBench(activities));
}

export async function serveDashboardOf(bench: Bench, ...flags: readonly string[]): Promise<OpenedDashboard> {
  const interruption = new AbortController();
  const { promise: opened, resolve: openBrowser } = promiseOf<string>();
  const done = bench.cliOn(
    { columns: null, signal: interruption.signal, openBrowser: async (url) => openBrowser(url) },
    'ui',
    ...flags,
  );
  const end = () => {
    interruption.abort();
    return done;
  };
  onTestFinished(async () => void (await end()));
  const url = await Promise.race([opened, done.then(({ stderr }) => Promise.reject(new Error(stderr)))]);
  return { bench, url, origin: new URL(url).origin, end };
}

/** The ledger and documents that the bench's profile has on the disk. */
export function storeOf({ home, clock }: Bench) {
  return openFileStore({ root: `${home}/default`, clock });
}

/** A promise and what fulfils it. */
export function promiseOf<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
