import type { Store } from '../../src/sync/ports.ts';

/** A store whose every call is noted, in order: `ledger.get`. */
export function countedStore(store: Store, calls: string[]): Store {
  const watch = <T extends object>(part: string, target: T): T =>
    new Proxy(target, {
      get(from, name) {
        const value: unknown = Reflect.get(from, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          calls.push(`${part}.${String(name)}`);
          return value.apply(from, args) as unknown;
        };
      },
    });
  return {
    ledger: watch('ledger', store.ledger),
    documents: watch('documents', store.documents),
    leases: {
      async acquire(name, ttl) {
        calls.push('leases.acquire');
        const held = await store.leases.acquire(name, ttl);
        return 'lease' in held ? { lease: watch('lease', held.lease) } : held;
      },
    },
  };
}
