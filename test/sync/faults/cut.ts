import type { ActivitySource, Documents, Leases, Ledger, Store } from '../../../src/sync/ports.ts';

/** The process is gone. */
export class Killed extends Error {}

/**
 * Ends a run before or after one of its outgoing calls and store writes, as a kill -9 would: nothing that it does after
 * that has any effect.
 */
export class Cut {
  readonly #at: number;
  #steps = 0;
  #place = '';

  /** @param at number of the step at which the run ends, from 1 on */
  constructor(at = Number.POSITIVE_INFINITY) {
    this.#at = at;
  }

  get steps(): number {
    return this.#steps;
  }

  /**
   * True where it ended between a service's answer with a changed token and the writing of it: the one gap that no order
   * of writes can close. The old token is dead, nobody has the new one, and a person has to log in again.
   */
  get losesLogin(): boolean {
    return this.#place === 'after /oauth/token' || this.#place === 'before credentials/strava';
  }

  async around<T>(what: string, call: () => Promise<T>): Promise<T> {
    this.#step(`before ${what}`);
    const result = await call();
    this.#step(`after ${what}`);
    return result;
  }

  #step(place: string): void {
    this.#steps += 1;
    if (this.#steps === this.#at) this.#place = place;
    if (this.#steps >= this.#at) throw new Killed();
  }

  fetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
    return (url, init) => this.around(new URL(String(url)).pathname, () => fetch(url, init));
  }

  source(source: ActivitySource): ActivitySource {
    return {
      kind: source.kind,
      list: (request) => this.around('list', () => source.list(request)),
      find: (id) => this.around('find', () => source.find(id)),
      download: (activity) => this.around('download', () => source.download(activity)),
    };
  }

  /** Reads pass: what they bring is in no danger. */
  store({ ledger, documents, leases }: Store): Store {
    const cutLedger: Ledger = {
      get: (ids) => ledger.get(ids),
      open: () => ledger.open(),
      all: () => ledger.all(),
      put: (record) => this.around('ledger', () => ledger.put(record)),
    };
    const cutDocuments: Documents = {
      read: (name) => documents.read(name),
      write: (name, value, expected) => this.around(name, () => documents.write(name, value, expected)),
      delete: (name) => this.around(name, () => documents.delete(name)),
    };
    const cutLeases: Leases = {
      acquire: async (name, ttl) => {
        const held = await this.around('lease', () => leases.acquire(name, ttl));
        if ('holder' in held) return held;
        const { lease } = held;
        return {
          lease: {
            renew: () => this.around('lease', () => lease.renew()),
            release: () => this.around('lease', () => lease.release()),
          },
        };
      },
    };
    return { ledger: cutLedger, documents: cutDocuments, leases: cutLeases };
  }
}
