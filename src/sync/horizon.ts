import * as v from 'valibot';
import { ConflictError } from './errors.ts';
import type { Store } from './ports.ts';
import type { Bound } from './range.ts';
import { type Clock, DAY } from './time.ts';

/** How far the very first run looks back when it is not told. */
const LOOK_BACK = 7 * DAY;
const DOCUMENT = 'state/horizon';

const Horizon = v.object({ since: v.union([v.object({ date: v.string() }), v.object({ instant: v.number() })]) });

interface HorizonPorts {
  readonly store: Pick<Store, 'documents'>;
  readonly clock: Clock;
}

/** Where the first run began: what is older than that stays at Garmin unless it is asked for. */
export async function firstRunHorizon({ store, clock }: HorizonPorts): Promise<Bound> {
  const stored = await store.documents.read(DOCUMENT);
  if (stored) return v.parse(Horizon, stored.value).since;
  return { instant: clock.now() - LOOK_BACK };
}

/** True once a run over Garmin's list has begun. */
export async function hasHorizon(documents: Pick<Store['documents'], 'read'>): Promise<boolean> {
  return (await documents.read(DOCUMENT)) !== null;
}

/**
 * Fixes the horizon at the first real run; later runs leave it alone. A first run over a closed range (`until`) says
 * nothing about what comes after it, so the horizon is then the usual one.
 */
export async function rememberHorizon(
  ports: HorizonPorts,
  { since, until }: { readonly since: Bound | 'all' | null; readonly until: Bound | null },
): Promise<void> {
  const { documents } = ports.store;
  if (await documents.read(DOCUMENT)) return;
  const horizon =
    since === null || until !== null ? await firstRunHorizon(ports) : since === 'all' ? { instant: 0 } : since;
  try {
    await documents.write(DOCUMENT, { since: horizon }, 0);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
