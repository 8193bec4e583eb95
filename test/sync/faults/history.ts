import { setImmediate } from 'node:timers/promises';
import { ToolError } from '../../../src/sync/errors.ts';
import { pausingSource, pausingTarget } from '../../../src/sync/pause.ts';
import type { Store } from '../../../src/sync/ports.ts';
import type { SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { type GarminSandbox, startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { type StravaSandbox, startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import type { StravaSandboxSettings } from '../../../src/sync/sandbox/strava/settings.ts';
import { sync } from '../../../src/sync/sync.ts';
import { HOUR, MINUTE } from '../../../src/sync/time.ts';
import { START } from '../../support/bench.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { openSandboxAccounts } from '../../support/sandbox-accounts.ts';
import { Cut, Killed } from './cut.ts';

export interface Scenario {
  readonly name: string;
  readonly activities: () => Promise<readonly SandboxActivity[]>;
  /** Strava activities that each Garmin activity has to become, by its id. */
  readonly expected: Readonly<Record<string, number>>;
  readonly settings?: Partial<StravaSandboxSettings>;
  readonly prepare?: (strava: StravaSandbox) => void;
  /** A second runner starts with the first. */
  readonly twoRunners?: true;
}

/** Opens the store of a history; called again for each process, for a process remembers nothing of the one before. */
export type OpenStore = (clock: ManualClock) => Promise<() => Store>;

/** What is wrong after a history; empty when every promise was kept. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly other: readonly string[];
}

/** Services, a store, and processes that come and go. */
export class History {
  readonly clock: ManualClock;
  readonly strava: StravaSandbox;
  readonly garmin: GarminSandbox;
  readonly #open: () => Store;
  readonly #refreshToken: string;

  constructor(clock: ManualClock, garmin: GarminSandbox, strava: StravaSandbox, open: () => Store) {
    this.clock = clock;
    this.strava = strava;
    this.garmin = garmin;
    this.#open = open;
    this.#refreshToken = strava.issueTokens().refreshToken;
  }

  store(): Store {
    return this.#open();
  }

  async run(cut: Cut): Promise<void> {
    const { clock, strava } = this;
    const store = cut.store(this.#open());
    const deps = { store, clock, fetch: cut.fetch(globalThis.fetch) };
    const pause = { documents: store.documents, clock, readOnly: false };
    try {
      const accounts = { garmin: this.garmin, strava, refreshToken: this.#refreshToken };
      const { source, target } = await openSandboxAccounts(accounts, deps);
      await sync(
        {
          source: pausingSource(cut.source(source), pause),
          target: pausingTarget(target, pause),
          store,
          clock,
          report: () => undefined,
        },
        {
          dryRun: false,
          since: 'all',
          until: null,
          rules: {},
          limit: null,
          onLikelyDuplicate: 'skip',
          confirm: async () => true,
        },
      );
    } catch (error) {
      if (!(error instanceof Killed || error instanceof ToolError)) throw error;
    }
  }

  async close(): Promise<void> {
    await this.garmin.close();
    await this.strava.close();
  }
}

export async function openHistory(scenario: Scenario, openStore: OpenStore): Promise<History> {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, activities: await scenario.activities() });
  // Strava's own check for duplicates would hide what we do wrong.
  const settings = { checksDuplicates: false, ...scenario.settings };
  const strava = await startStravaSandbox({ clock, settings });
  scenario.prepare?.(strava);
  return new History(clock, garmin, strava, await openStore(clock));
}

/** A run that is cut, and runs after it until all is settled. */
export async function cutHistory(
  scenario: Scenario,
  openStore: OpenStore,
  at: number,
): Promise<{ readonly steps: number; readonly verdict: Verdict | 'login lost' }> {
  const history = await openHistory(scenario, openStore);
  try {
    const cut = new Cut(at);
    const first = history.run(cut);
    // The second one comes when the first is in the middle of it.
    let isOver = false;
    void first.finally(() => {
      isOver = true;
    });
    while (scenario.twoRunners && !isOver && cut.steps < 12) await setImmediate();
    await Promise.all([first, ...(scenario.twoRunners ? [history.run(new Cut())] : [])]);
    if (cut.losesLogin) return { steps: cut.steps, verdict: 'login lost' };
    // The lease of a killed run ends after two minutes, retries are due after up to half an hour.
    for (const wait of [3 * MINUTE, 3 * MINUTE, HOUR]) {
      history.clock.advance(wait);
      await history.run(new Cut());
    }
    return { steps: cut.steps, verdict: await judge(history, scenario) };
  } finally {
    await history.close();
  }
}

export async function judge(history: History, { expected }: Scenario): Promise<Verdict> {
  const lost: string[] = [];
  const doubled: string[] = [];
  const other: string[] = [];
  const { strava } = history;
  const { ledger } = history.store();
  for (const [id, count] of Object.entries(expected)) {
    const pattern = new RegExp(`^garmin_${id}(-\\d+)?(\\.|$)`);
    const there = strava.activities.filter(({ externalId }) => pattern.test(externalId ?? ''));
    if (there.length < count) lost.push(`${id}: ${there.length} of ${count}`);
    if (there.length > count) doubled.push(`${id}: ${there.length} instead of ${count}`);
    const record = (await ledger.get([id])).get(id);
    const known = [...(record?.stravaIds ?? [])].sort();
    const isAgreed =
      count === 0 ||
      known.join() ===
        there
          .map((it) => it.id)
          .sort()
          .join();
    if (!record || !isAgreed) other.push(`${id}: ledger ${record?.state} ${known}, Strava ${there.map((it) => it.id)}`);
  }
  if ((await ledger.open()).length > 0) other.push('something is open still');
  return { lost, doubled, other };
}
