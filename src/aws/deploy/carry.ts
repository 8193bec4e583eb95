import type { CredentialBundle } from '../../sync/accounts/credential-bundle.ts';
import { ConflictError } from '../../sync/errors.ts';
import type { Store } from '../../sync/ports.ts';

/** Documents beside the credentials that go with a profile from store to store. */
const STATE = ['state/horizon'];

type Data = Pick<Store, 'documents' | 'ledger'>;

export interface Carried {
  readonly credentials: number;
  readonly records: number;
}

/**
 * Brings credentials and ledger into a store where they are missing. What is there already stays: a token there may
 * have been renewed since, and the ledger there is the one that was written last.
 */
export async function carryInto(to: Data, from: Data, credentials: CredentialBundle): Promise<Carried> {
  let written = 0;
  for (const [name, value] of Object.entries(credentials)) if (await putIfMissing(to, name, value)) written += 1;
  for (const name of STATE) {
    const found = await from.documents.read(name);
    if (found) await putIfMissing(to, name, found.value);
  }
  let records = 0;
  for await (const record of from.ledger.all()) {
    const isThere = (await to.ledger.get([record.garminId])).has(record.garminId);
    if (isThere) continue;
    await to.ledger.put({ ...record, version: 0 });
    records += 1;
  }
  return { credentials: written, records };
}

/** Brings everything back that a deployment has changed since it took it over; its state of things is the newer one. */
export async function carryBack(to: Data, from: Data, names: readonly string[]): Promise<Carried> {
  let written = 0;
  for (const name of [...names, ...STATE]) {
    const found = await from.documents.read(name);
    if (!found) continue;
    await to.documents.write(name, found.value, (await to.documents.read(name))?.version ?? 0);
    written += 1;
  }
  let records = 0;
  for await (const record of from.ledger.all()) {
    const local = (await to.ledger.get([record.garminId])).get(record.garminId);
    await to.ledger.put({ ...record, version: local?.version ?? 0 });
    records += 1;
  }
  return { credentials: written, records };
}

async function putIfMissing({ documents }: Data, name: string, value: unknown): Promise<boolean> {
  try {
    await documents.write(name, value, 0);
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
