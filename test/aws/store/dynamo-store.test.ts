import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { openDynamoStore } from '../../../src/aws/store/dynamo-store.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { useMoto } from '../../support/moto.ts';
import { createTable, motoClient } from '../../support/moto-table.ts';
import { describeWith } from '../../support/peers.ts';
import { ledgerRecord, NOON } from '../../support/records.ts';
import { describeStoreContract } from '../../sync/store/store-contract.ts';

describeWith('moto_server')('DynamoDB', () => {
  const moto = useMoto();

  async function open() {
    const clock: ManualClock = manualClock(NOON);
    const { client, calls } = motoClient(moto());
    const table = await createTable(client);
    const handle = (name: string) =>
      openDynamoStore({ client, table, profile: 'default', clock, holder: { name, token: randomUUID } });
    calls.length = 0;
    return { store: handle('one'), other: handle('other'), handle, clock, calls, close: async () => undefined };
  }

  describeStoreContract('DynamoDB', open);

  describe('a cold start', () => {
    test('takes one read for everything that is asked first', async () => {
      const { store, handle, calls } = await open();
      await store.documents.write('credentials/strava', { a: 1 }, 0);
      await store.ledger.put(ledgerRecord({ garminId: '9', state: 'claimed' }));
      for (const id of ['21', '3', '100']) await store.ledger.put(ledgerRecord({ garminId: id, state: 'uploaded' }));
      const cold = handle('cold');
      calls.length = 0;
      await cold.readAhead();
      expect((await cold.documents.read('credentials/strava'))?.value).toEqual({ a: 1 });
      expect(await cold.documents.read('state/none')).toBeNull();
      expect([...(await cold.ledger.get(['100', '21', '3', '77'])).keys()]).toEqual(['100', '21', '3']);
      expect((await cold.ledger.open()).map(({ garminId }) => garminId)).toEqual(['9']);
      expect(calls).toEqual(['QueryCommand']);
    });

    test('asks the table the second time, for somebody may have changed it', async () => {
      const { store, handle } = await open();
      await store.documents.write('credentials/strava', { a: 1 }, 0);
      const cold = handle('cold');
      await cold.readAhead();
      await cold.documents.read('credentials/strava');
      await store.documents.write('credentials/strava', { a: 2 }, 1);
      expect((await cold.documents.read('credentials/strava'))?.value).toEqual({ a: 2 });
      const written = await cold.ledger.put(ledgerRecord({ garminId: '5', state: 'claimed' }));
      expect((await cold.ledger.get(['5'])).get('5')).toEqual(written);
      expect(await cold.ledger.open()).toEqual([written]);
    });

    test('with more rows than one read takes, what is beyond it is asked for', async () => {
      const { store, handle } = await open();
      const ids = Array.from({ length: 70 }, (_, index) => String(1000 + index));
      for (const id of ids) await store.ledger.put(ledgerRecord({ garminId: id, state: 'uploaded' }));
      const cold = handle('cold');
      await cold.readAhead();
      expect([...(await cold.ledger.get(ids)).keys()].sort()).toEqual(ids);
      expect(await cold.ledger.open()).toEqual([]);
    });
  });

  test('one new activity: three writes, each conditional', async () => {
    const { store, calls } = await open();
    const claimed = await store.ledger.put(ledgerRecord({ state: 'claimed' }));
    const uploading = await store.ledger.put({ ...claimed, state: 'uploading' });
    await store.ledger.put({ ...uploading, state: 'uploaded' });
    expect(calls).toEqual(['TransactWriteItemsCommand', 'PutItemCommand', 'TransactWriteItemsCommand']);
  });
});
