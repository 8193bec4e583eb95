import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConflictError } from '../../../src/sync/errors.ts';
import { isOpen, type LedgerRecord } from '../../../src/sync/ledger.ts';
import type { Store } from '../../../src/sync/ports.ts';
import { MINUTE } from '../../../src/sync/time.ts';
import type { ManualClock } from '../../support/manual-clock.ts';
import { ledgerRecord, NOON } from '../../support/records.ts';

export interface OpenedStore {
  /** Two handles on the same data, as two processes would have. */
  readonly store: Store;
  readonly other: Store;
  readonly clock: ManualClock;
  close(): Promise<void>;
}

/** What every store must do, whatever it is made of. */
export function describeStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`store contract: ${name}`, () => {
    let opened: OpenedStore;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    describe('ledger', () => {
      test('a record is read as it was written, one version higher', async () => {
        const record = ledgerRecord({
          state: 'uploaded',
          stravaIds: ['1', '2'],
          detail: 'läuft 🏃‍♀️ "quoted"\nsecond line',
          legs: [
            {
              externalId: 'garmin_1-1',
              state: 'uploaded',
              uploadId: '7',
              sessions: 2,
              stravaIds: ['1', '2'],
              detail: null,
            },
          ],
        });
        const stored = await opened.store.ledger.put(record);
        expect(stored).toEqual({ ...record, version: 1 });
        const read = await opened.other.ledger.get([record.garminId, 'unknown']);
        expect([...read]).toEqual([[record.garminId, stored]]);
      });

      test('a write that is based on an old version is refused and changes nothing', async () => {
        const first = await opened.store.ledger.put(ledgerRecord());
        const second = await opened.other.ledger.put({ ...first, detail: 'faster' });
        await expect(opened.store.ledger.put({ ...first, detail: 'slower' })).rejects.toThrow(ConflictError);
        await expect(opened.store.ledger.put({ ...first, version: 0 })).rejects.toThrow(ConflictError);
        await expect(opened.store.ledger.put({ ...first, version: 9 })).rejects.toThrow(ConflictError);
        const read = await opened.store.ledger.get([first.garminId]);
        expect(read.get(first.garminId)).toEqual(second);
      });

      test('of many writers at once exactly one wins', async () => {
        const base = await opened.store.ledger.put(ledgerRecord());
        const writers = Array.from({ length: 8 }, (_, index) =>
          (index % 2 ? opened.store : opened.other).ledger.put({ ...base, detail: `writer ${index}` }),
        );
        const won = (await Promise.allSettled(writers)).filter(({ status }) => status === 'fulfilled');
        expect(won).toHaveLength(1);
      });

      test('open records are those that need work, whatever became of them before', async () => {
        const claimed = await opened.store.ledger.put(ledgerRecord({ garminId: '1', state: 'claimed' }));
        await opened.store.ledger.put(ledgerRecord({ garminId: '2', state: 'uploaded' }));
        await opened.store.ledger.put(ledgerRecord({ garminId: '3', state: 'failed', retryAt: NOON }));
        await opened.store.ledger.put(ledgerRecord({ garminId: '4', state: 'failed', retryAt: null }));
        expect(ids(await opened.other.ledger.open())).toEqual(['1', '3']);
        const done = await opened.other.ledger.put({ ...claimed, state: 'uploaded' });
        expect(ids(await opened.store.ledger.open())).toEqual(['3']);
        await opened.store.ledger.put({ ...done, state: 'uploading' });
        expect(ids(await opened.other.ledger.open())).toEqual(['1', '3']);
      });

      test.each(['22222222222', 'fit:sha256/ABC', 'Ä ö.json', '..', 'a.1.json', 'A', 'a'])(
        'any text is an id: %s',
        async (id) => {
          const stored = await opened.store.ledger.put(ledgerRecord({ garminId: id, state: 'claimed' }));
          expect((await opened.other.ledger.get([id])).get(id)).toEqual(stored);
          expect(ids(await opened.other.ledger.open())).toEqual([id]);
        },
      );

      test('all() gives every record once', async () => {
        for (const id of ['1', '2', '101', '201', 'x']) await opened.store.ledger.put(ledgerRecord({ garminId: id }));
        const all: LedgerRecord[] = [];
        for await (const record of opened.other.ledger.all()) all.push(record);
        expect(ids(all)).toEqual(['1', '101', '2', '201', 'x']);
      });

      test('behaves like a map of versions under any sequence of writes by two handles', async () => {
        const step = fc.record({
          id: fc.constantFrom('1', '2', '12'),
          state: fc.constantFrom<LedgerRecord['state']>('seen', 'claimed', 'uploading', 'uploaded', 'failed'),
          version: fc.integer({ min: 0, max: 4 }),
          byOther: fc.boolean(),
        });
        await fc.assert(
          fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
            const fresh = await open();
            await compareWithModel(fresh, steps);
            await fresh.close();
          }),
          { numRuns: 25 },
        );
      });
    });

    describe('documents', () => {
      test('are written on condition', async () => {
        const { store, other } = opened;
        expect(await store.documents.read('state/x')).toBeNull();
        expect(await store.documents.write('state/x', { a: [1, 'ü'] }, 0)).toBe(1);
        await expect(other.documents.write('state/x', { b: 1 }, 0)).rejects.toThrow(ConflictError);
        expect(await other.documents.write('state/x', { b: 1 }, 1)).toBe(2);
        expect(await store.documents.read('state/x')).toEqual({ value: { b: 1 }, version: 2 });
      });

      test('a deleted document is gone for every handle', async () => {
        await opened.store.documents.write('credentials/x', { a: 1 }, 0);
        await opened.other.documents.delete('credentials/x');
        expect(await opened.store.documents.read('credentials/x')).toBeNull();
      });
    });

    describe('leases', () => {
      test('one holder at a time, until it gives the lease back', async () => {
        const first = await opened.store.leases.acquire('sync', MINUTE);
        expect(await opened.other.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
        expect(await opened.other.leases.acquire('something-else', MINUTE)).toHaveProperty('lease');
        if ('lease' in first) await first.lease.release();
        expect(await opened.other.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
      });

      test('a renewed lease holds on; one that was lost cannot be renewed, and its release harms nobody', async () => {
        const first = await opened.store.leases.acquire('sync', MINUTE);
        if (!('lease' in first)) throw new Error('no lease');
        opened.clock.advance(MINUTE - 1);
        await first.lease.renew();
        opened.clock.advance(MINUTE - 1);
        expect(await opened.other.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
        opened.clock.advance(100 * MINUTE);
        expect(await opened.other.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
        await expect(first.lease.renew()).rejects.toThrow(ConflictError);
        await first.lease.release();
        expect(await opened.store.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
      });
    });
  });
}

interface Step {
  readonly id: string;
  readonly state: LedgerRecord['state'];
  readonly version: number;
  readonly byOther: boolean;
}

async function compareWithModel({ store, other }: OpenedStore, steps: readonly Step[]): Promise<void> {
  const model = new Map<string, LedgerRecord>();
  for (const { id, state, version, byOther } of steps) {
    const put = (byOther ? other : store).ledger.put(ledgerRecord({ garminId: id, state, version }));
    if ((model.get(id)?.version ?? 0) === version) model.set(id, await put);
    else await expect(put).rejects.toThrow(ConflictError);
  }
  expect(await store.ledger.get(['1', '2', '12'])).toEqual(model);
  expect(ids(await other.ledger.open())).toEqual(ids([...model.values()].filter(isOpen)));
}

function ids(records: readonly LedgerRecord[]): string[] {
  return records.map(({ garminId }) => garminId).sort();
}
