import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { NOON } from '../../support/records.ts';
import { describeStoreContract } from './store-contract.ts';

describeStoreContract('memory', async () => {
  const clock = manualClock(NOON);
  const store = openMemoryStore(clock);
  return { store, other: store, clock, close: async () => undefined };
});
