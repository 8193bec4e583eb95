import type { Clock } from '../../../sync/time.ts';
import type { TableHost, TableState } from '../../hosts/table-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type FieldChange, type Resource } from '../resource.ts';
import { persist, waitFor } from '../waiting.ts';

const DESIRED = {
  billing: 'on demand',
  'deletion protection': true,
  'point-in-time recovery': true,
  'time to live': 'ttl',
};

/** The table with credentials, ledger and status. */
export function tableResource(host: TableHost, { names, tags }: Desired, clock: Clock): Resource {
  const name = names.table;
  const active = () =>
    waitFor(clock, `the table ${name}`, async () => {
      const status = await host.status(name);
      return status === 'ACTIVE' ? 'done' : status === null || /ING$/.test(status) ? 'going-on' : { failed: status };
    });
  const gone = () =>
    waitFor(clock, `deleting the table ${name}`, async () =>
      (await host.status(name)) === null ? 'done' : 'going-on',
    );
  const apply = async (changes: readonly FieldChange[], isNew: boolean) => {
    if (isNew) {
      await gone();
      await host.create(name, tags);
    }
    await active();
    const fields = new Set(changes.map(({ field }) => field));
    const set = (field: string, change: () => Promise<void>) => fields.has(field) && persist(clock, change);
    if (!isNew) {
      await set('billing', () => host.setOnDemand(name));
      await active();
      await set('deletion protection', () => host.setDeletionProtection(name, true));
    }
    await set('time to live', () => host.setTimeToLive(name, DESIRED['time to live']));
    await set('point-in-time recovery', () => host.setPointInTimeRecovery(name));
    await active();
  };
  return {
    kind: 'table',
    name,
    async plan() {
      const found = await host.describe(name);
      // Somebody has deleted it a moment ago: it is waited for, and made again.
      const actual = found?.status === 'DELETING' ? null : found;
      const changes = differences(actual && fieldsOf(actual), DESIRED);
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      return { kind: 'table', name, action, changes, needs: [], apply: () => apply(changes, actual === null) };
    },
    exists: async () => (await host.status(name)) !== null,
    async remove() {
      const status = await host.status(name);
      if (status === null) return;
      if (status !== 'DELETING') {
        await active();
        await host.setDeletionProtection(name, false);
        await active();
        await host.delete(name);
      }
      await gone();
    },
  };
}

function fieldsOf({ isOnDemand, deletionProtection, pointInTimeRecovery, timeToLive }: TableState) {
  return {
    billing: isOnDemand ? 'on demand' : 'provisioned',
    'deletion protection': deletionProtection,
    'point-in-time recovery': pointInTimeRecovery,
    'time to live': timeToLive ?? 'off',
  };
}
