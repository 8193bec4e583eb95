import { onTestFinished } from 'vitest';
import { type Config, NO_CONFIG } from '../../src/sync/config/config.ts';
import type { LedgerRecord } from '../../src/sync/ledger.ts';
import type { Store } from '../../src/sync/ports.ts';
import { READS_FOR_A_PERSON } from '../../src/sync/quota-budget.ts';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { type GarminSandbox, startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { type StravaSandbox, startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { runTick, type TickMemory, type TickResult } from '../../src/sync/tick.ts';
import { MINUTE } from '../../src/sync/time.ts';
import { START } from './bench.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import { openTickPorts } from './sandbox-accounts.ts';

export interface Ticks {
  readonly clock: ManualClock;
  readonly garmin: GarminSandbox;
  readonly strava: StravaSandbox;
  readonly store: Store;
  /** Lets minutes pass, with a tick at the beginning of each or every so many; how each ended, by its trouble's code. */
  minutes(count: number, every?: number): Promise<readonly string[]>;
  /** What the person configures from now on. */
  reconfigure(config: Partial<Config>): void;
  record(id: number): Promise<LedgerRecord | undefined>;
}

export interface TicksOptions {
  readonly activities?: readonly SandboxActivity[];
  /** Changes how the store behaves. */
  readonly spoil?: (store: Store) => Store;
}

/** What a deployment does every minute, in one container, between both stand-ins. */
export async function openTicks({ activities = [], spoil }: TicksOptions = {}): Promise<Ticks> {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, activities });
  const strava = await startStravaSandbox({ clock, settings: { refreshRotation: 'same' } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const plain = openMemoryStore(clock);
  const store = spoil?.(plain) ?? plain;
  const deps = { store, clock, fetch: globalThis.fetch, reservedReads: READS_FOR_A_PERSON };
  const { refreshToken } = strava.issueTokens(['read', 'activity:read_all', 'activity:write', 'profile:read_all']);
  const ports = await openTickPorts({ garmin, strava, refreshToken }, deps);
  const memory: TickMemory = { settled: new Set(), checkedAt: 0 };
  const { signal } = new AbortController();
  let config: Config = NO_CONFIG;
  return {
    clock,
    garmin,
    strava,
    store,
    async minutes(count, every = 1) {
      const ends: string[] = [];
      for (let minute = 0; minute < count; minute += every) {
        const next = clock.now() + every * MINUTE;
        ends.push(endOf(await runTick(ports, memory, { dryRun: false, signal, config })));
        clock.advance(Math.max(0, next - clock.now()));
      }
      return ends;
    },
    reconfigure(changed) {
      config = { ...config, ...changed };
    },
    record: async (id) => (await store.ledger.get([String(id)])).get(String(id)),
  };
}

function endOf(result: TickResult): string {
  if (result.kind === 'trouble') return result.error.code;
  return (result.kind === 'ran' && result.outcome.trouble?.code) || result.kind;
}
