import { openGarminSource } from '../sync/accounts/garmin-account.ts';
import { openStravaTarget } from '../sync/accounts/strava-account.ts';
import { pausingSource, pausingTarget } from '../sync/pause.ts';
import type { SyncPorts } from '../sync/planning.ts';
import type { Store } from '../sync/ports.ts';
import { openFileStore } from '../sync/store/file-store.ts';
import type { Context } from './context.ts';
import type { Settings } from './settings.ts';

type Machine = Pick<Context, 'clock' | 'fetch'>;

/** Where this profile keeps its credentials, ledger and state. */
export function openStore({ home }: Settings, { clock }: Machine): Store {
  return openFileStore({ root: home, clock });
}

/** Puts the parts of a sync together for this machine: Garmin's API, Strava's API, files. */
export async function openPorts(
  settings: Settings,
  machine: Machine,
  { readOnly }: { readonly readOnly: boolean },
): Promise<Omit<SyncPorts, 'report'>> {
  const { clock, fetch } = machine;
  const store = openStore(settings, machine);
  const pause = { documents: store.documents, clock, readOnly };
  const deps = { store, clock, fetch };
  return {
    source: pausingSource(await openGarminSource(settings.garmin, deps), pause),
    target: pausingTarget(await openStravaTarget(settings.strava, deps), pause),
    store,
    clock,
  };
}
