import { ConflictError } from '../errors.ts';
import { isOpen, type LedgerRecord } from '../ledger.ts';
import type { Documents, Leases, Ledger, Store, Versioned } from '../ports.ts';
import type { Clock } from '../time.ts';

/** A store that is gone with its process: for simulations. It keeps copies, as a disk would. */
export function openMemoryStore(clock: Clock): Store {
  return { ledger: memoryLedger(), documents: memoryDocuments(), leases: memoryLeases(clock) };
}

function memoryLedger(): Ledger {
  const records = new Map<string, LedgerRecord>();
  const openIds = new Set<string>();
  const pick = (ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const record = records.get(id);
      return record ? [structuredClone(record)] : [];
    });
  return {
    get: async (garminIds) => new Map(pick(garminIds).map((record) => [record.garminId, record])),
    open: async () => pick(openIds),
    async put(record) {
      const { garminId, version } = record;
      if ((records.get(garminId)?.version ?? 0) !== version) throw conflict(garminId);
      const stored = structuredClone({ ...record, version: version + 1 });
      records.set(garminId, stored);
      if (isOpen(stored)) openIds.add(garminId);
      else openIds.delete(garminId);
      return structuredClone(stored);
    },
    async *all() {
      yield* pick(records.keys());
    },
  };
}

function memoryDocuments(): Documents {
  const values = new Map<string, Versioned<unknown>>();
  return {
    read: async (name) => structuredClone(values.get(name) ?? null),
    async write(name, value, expected) {
      if ((values.get(name)?.version ?? 0) !== expected) throw conflict(name);
      values.set(name, { value: structuredClone(value), version: expected + 1 });
      return expected + 1;
    },
    delete: async (name) => void values.delete(name),
  };
}

function memoryLeases(clock: Clock): Leases {
  const leases = new Map<string, { readonly token: symbol; expiresAt: number }>();
  return {
    async acquire(name, ttl) {
      const held = leases.get(name);
      if (held && held.expiresAt > clock.now()) return { holder: 'another run in this process' };
      const token = Symbol(name);
      leases.set(name, { token, expiresAt: clock.now() + ttl });
      const update = (expiresAt: number) => {
        if (leases.get(name)?.token !== token) throw conflict(name);
        leases.set(name, { token, expiresAt });
      };
      return {
        lease: {
          renew: async () => update(clock.now() + ttl),
          release: async () => {
            if (leases.get(name)?.token === token) leases.delete(name);
          },
        },
      };
    },
  };
}

function conflict(key: string): ConflictError {
  return new ConflictError({
    message: `Somebody else has changed ${key} meanwhile.`,
    hint: 'Run the same command again.',
  });
}
