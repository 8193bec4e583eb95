import { readDeployment } from '../aws/deploy/deployment.ts';
import { openGarminSource } from '../sync/accounts/garmin-account.ts';
import { openStravaTarget } from '../sync/accounts/strava-account.ts';
import { pausingSource, pausingTarget } from '../sync/pause.ts';
import type { SyncPorts } from '../sync/planning.ts';
import type { ActivitySource, Store } from '../sync/ports.ts';
import { openFileStore } from '../sync/store/file-store.ts';
import type { Context } from './context.ts';
import type { Settings } from './settings.ts';

type Machine = Pick<Context, 'clock' | 'fetch'>;
/** `requests` ends the requests that are on their way, but for what must not be cut off. */
type Endable = Machine & { readonly requests?: AbortSignal };

/** What this machine itself keeps of a profile. */
export function openLocalStore({ home }: Settings, { clock }: Machine): Store {
  return openFileStore({ root: home, clock });
}

/** Where this profile keeps its credentials, ledger and state: on this machine, or in AWS once it is deployed. */
export async function openStore(settings: Settings, machine: Machine): Promise<Store> {
  const local = openLocalStore(settings, machine);
  const deployment = await readDeployment(local.documents);
  if (!deployment) return local;
  const { openDeployedStore } = await import('./aws/deployed-store.ts');
  return openDeployedStore(deployment, settings.profile, machine.clock);
}

export interface OpenOptions {
  readonly readOnly: boolean;
  readonly reservedReads: number;
  /** A folder with recordings instead of Garmin Connect. */
  readonly from?: string | undefined;
}

async function folderSource(folder: string): Promise<ActivitySource> {
  const { FolderSource } = await import('../sync/folder/folder-source.ts');
  return new FolderSource(folder);
}

/** Puts the parts of a sync together for this machine: Garmin's API, Strava's API, files. */
export async function openPorts(
  settings: Settings,
  machine: Endable,
  { readOnly, reservedReads, from }: OpenOptions,
): Promise<Omit<SyncPorts, 'report'>> {
  const { clock, fetch } = machine;
  const store = await openStore(settings, machine);
  // A run that a person begins: it leaves no reads to another, and asks whether what was refused is mended.
  const pause = { documents: store.documents, clock, readOnly, asksAnew: reservedReads === 0 };
  const deps = { store, clock, fetch, signal: machine.requests };
  return {
    source: from ? await folderSource(from) : pausingSource(await openGarminSource(settings.garmin, deps), pause),
    target: pausingTarget(await openStravaTarget(settings.strava, { ...deps, readOnly, reservedReads }), pause),
    store,
    clock,
  };
}
