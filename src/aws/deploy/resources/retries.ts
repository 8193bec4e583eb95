import type { FunctionHost } from '../../hosts/function-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type Resource } from '../resource.ts';

/** The next minute is the retry: a run that failed is not tried again, and one that waited a minute is dropped. */
const DESIRED = { retries: 0, maximumAge: 60 };

/** How often AWS itself tries a scheduled run again. It goes with the function. */
export function retriesResource(host: FunctionHost, { names }: Desired): Resource {
  const name = names.function;
  return {
    kind: 'retries',
    name,
    async plan() {
      const actual = await host.invokeSettings(name);
      const changes = differences(actual && { ...actual }, DESIRED);
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = () => host.setInvokeSettings(name, DESIRED);
      return { kind: 'retries', name, action, changes, needs: ['function'], apply };
    },
    exists: async () => false,
    remove: async () => undefined,
  };
}
