import type { Clock } from '../../../sync/time.ts';
import type { RoleHost } from '../../hosts/role-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type Resource } from '../resource.ts';
import { persist } from '../waiting.ts';

/** The role that the function runs as, with one inline policy: this table, this log group, nothing else. */
export function roleResource(host: RoleHost, desired: Desired, clock: Clock): Resource {
  const { names, tags, trustPolicy, rolePolicy } = desired;
  const name = names.role;
  return {
    kind: 'role',
    name,
    async plan() {
      const actual = await host.describe(name, names.policy);
      const changes = differences(actual && { trust: actual.trustPolicy, policy: actual.rolePolicy ?? undefined }, {
        trust: trustPolicy,
        policy: rolePolicy,
      });
      const fields = new Set(changes.map(({ field }) => field));
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = async () => {
        if (actual === null) await host.create(name, trustPolicy, tags);
        else if (fields.has('trust')) await persist(clock, () => host.setTrustPolicy(name, trustPolicy));
        if (fields.has('policy')) await persist(clock, () => host.setPolicy(name, names.policy, rolePolicy));
      };
      return { kind: 'role', name, action, changes, needs: [], apply };
    },
    exists: async () => (await host.describe(name, names.policy)) !== null,
    remove: () => host.delete(name, names.policy),
  };
}
