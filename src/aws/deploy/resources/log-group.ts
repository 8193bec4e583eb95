import type { LogHost } from '../../hosts/log-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type Resource } from '../resource.ts';

/** The function's log, made by us so that it ends after a while and the role needs no right to make one. */
export function logGroupResource(host: LogHost, { names, tags, retentionDays }: Desired): Resource {
  const name = names.logGroup;
  return {
    kind: 'log group',
    name,
    async plan() {
      const retention = await host.retention(name);
      const shown = (days: number) => (days === 0 ? 'for ever' : `${days} days`);
      const changes = differences(retention === null ? null : { kept: shown(retention) }, {
        kept: shown(retentionDays),
      });
      const action = retention === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = async () => {
        if (retention === null) await host.create(name, tags);
        await host.setRetention(name, retentionDays);
      };
      return { kind: 'log group', name, action, changes, needs: [], apply };
    },
    exists: async () => (await host.retention(name)) !== null,
    remove: () => host.delete(name),
  };
}
