import type { Decision } from '../../sync/decision.ts';
import { UsageError } from '../../sync/errors.ts';
import type { LedgerRecord } from '../../sync/ledger.ts';
import type { Ledger } from '../../sync/ports.ts';
import { findActivity } from '../../sync/single/chosen.ts';
import { ignoreActivity } from '../../sync/single/ignore.ts';
import { retryFailed } from '../../sync/single/retry-failed.ts';
import { decisionOf } from '../../sync/submit.ts';
import { sync } from '../../sync/sync.ts';
import { loadConfig } from '../config-file.ts';
import type { Context } from '../context.ts';
import { openPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import { syncOptions } from '../sync-options.ts';
import { viewOfRecord } from './activity-view.ts';
import type { Shown } from './api.ts';
import type { ActivityDesk } from './dashboard.ts';
import { StaleError } from './stale-error.ts';

/** What the buttons do: the same as `push`, `retry` and `ignore`, as long as the ledger is as the person saw it. */
export function activityDesk(settings: Settings, context: Context): ActivityDesk {
  const open = () => openPorts(settings, context, { readOnly: false, reservedReads: 0 });
  return {
    async push(garminId, shown) {
      const { config } = await loadConfig(settings);
      const ports = await open();
      const known = (await ports.store.ledger.get([garminId])).get(garminId) ?? null;
      if (!isAsShown(known, shown) || !mayBePushed(known)) throw new StaleError();
      const [retried] = await retryFailed({ store: ports.store, clock: context.clock }, garminId);
      const expected = known && retried ? { version: known.version + 1 } : shown;
      const only = { garminIds: [garminId], force: shown.overrules };
      let isStale = false;
      const { decisions, trouble } = await sync(
        { ...ports, report: () => undefined },
        {
          ...syncOptions({ rules: {}, only, input: false }, config, context.clock.now()),
          dryRun: false,
          // Asked under the lease, behind which no other run writes.
          confirm: async (plan) => {
            isStale = plan.decisions.some(({ record }) => !isAsShown(record, expected));
            return !isStale;
          },
        },
      );
      if (isStale) throw new StaleError();
      if (trouble) throw trouble;
      return the(decisions, garminId);
    },
    async ignore(garminId, shown) {
      const ports = await open();
      const { store, clock, source } = ports;
      const ledger = asShown(store.ledger, shown);
      const { activity, record } = await findActivity({ source, store: { ledger } }, garminId);
      const ignored = (await ignoreActivity({ store: { ledger }, clock }, activity)) ?? record;
      if (!ignored) throw gone(garminId);
      return decisionOf(activity, ignored);
    },
  };
}

function isAsShown(record: Pick<LedgerRecord, 'version'> | null, { version }: Pick<Shown, 'version'>): boolean {
  return (record?.version ?? null) === version;
}

function mayBePushed(record: LedgerRecord | null): boolean {
  return record === null || viewOfRecord(record).actions.includes('push');
}

/** The ledger for a change of what a person saw: reading anything else ends it. */
function asShown(ledger: Ledger, shown: Shown): Ledger {
  return {
    open: () => ledger.open(),
    all: () => ledger.all(),
    put: (record) => ledger.put(record),
    async get(garminIds) {
      const records = await ledger.get(garminIds);
      if (garminIds.some((id) => !isAsShown(records.get(id) ?? null, shown))) throw new StaleError();
      return records;
    },
  };
}

function the(decisions: readonly Decision[], garminId: string): Decision {
  const [decision] = decisions;
  if (!decision) throw gone(garminId);
  return decision;
}

function gone(garminId: string): UsageError {
  return new UsageError({ message: `Activity ${garminId} is not there any more.`, hint: 'Reload the page.' });
}
