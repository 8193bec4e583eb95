import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConflictError, StoreError } from '../../../src/sync/errors.ts';
import { openFileStore } from '../../../src/sync/store/file-store.ts';
import { type FileSystem, nodeFileSystem } from '../../../src/sync/store/file-system.ts';
import type { Holder } from '../../../src/sync/store/leases.ts';
import { HOUR, MINUTE } from '../../../src/sync/time.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { ledgerRecord, NOON } from '../../support/records.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { describeStoreContract } from './store-contract.ts';

function holder(facts: Partial<Holder> = {}): Holder {
  return { host: 'here', pid: 1, token: String(facts.pid ?? 1), isAlive: () => true, ...facts };
}

describeStoreContract('files', async () => {
  const root = await mkdtemp(join(tmpdir(), 'g2s-test-'));
  const clock = manualClock(NOON);
  return {
    clock,
    store: openFileStore({ root, clock, holder: holder({ pid: 1 }) }),
    other: openFileStore({ root, clock, holder: holder({ pid: 2 }) }),
    close: () => rm(root, { recursive: true }),
  };
});

const clock = manualClock(NOON);

describe('file store', () => {
  test('reading leaves no trace', async () => {
    const root = join(await temporaryFolder(), 'store');
    const store = openFileStore({ root, clock });
    await store.ledger.get(['1']);
    await store.ledger.open();
    await store.documents.read('credentials/strava');
    await expect(stat(root)).rejects.toThrow('ENOENT');
  });

  test('files and folders are closed to other users', async () => {
    const root = join(await temporaryFolder(), 'store');
    const before = process.umask(0);
    try {
      const store = openFileStore({ root, clock });
      await store.documents.write('credentials/strava', { secret: 1 }, 0);
      await store.ledger.put(ledgerRecord({ state: 'claimed' }));
    } finally {
      process.umask(before);
    }
    for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
      const { mode } = await stat(join(entry.parentPath, entry.name));
      expect((mode & 0o777).toString(8), entry.name).toBe(entry.isDirectory() ? '700' : '600');
    }
  });

  test('one file a value is left, whatever was written before', async () => {
    const root = await temporaryFolder();
    const store = openFileStore({ root, clock });
    let record = ledgerRecord({ garminId: '123', state: 'claimed' });
    for (const state of ['claimed', 'uploading', 'uploaded'] as const)
      record = await store.ledger.put({ ...record, state });
    expect(await filesBelow(root)).toEqual(['ledger/by-end-23/123.3.json']);
  });

  test('a damaged record is named and left as it is', async () => {
    const root = await temporaryFolder();
    const store = openFileStore({ root, clock });
    const record = await store.ledger.put(ledgerRecord({ garminId: '123' }));
    await writeFile(join(root, 'ledger/by-end-23/123.1.json'), '{"garminId":');
    await expect(store.ledger.get(['123'])).rejects.toThrow(/damaged: .*123\.1\.json/);
    await expect(store.ledger.put({ ...record, version: 0 })).rejects.toThrow(ConflictError);
  });

  test('a folder that can neither be found nor made is named at once', async () => {
    const store = openFileStore({ root: '/proc/garmin2strava/home', clock });
    await expect(store.ledger.put(ledgerRecord())).rejects.toThrow(StoreError);
  });

  test('a full disk is named, and the old value stays', async () => {
    const root = await temporaryFolder();
    const first = await openFileStore({ root, clock }).ledger.put(ledgerRecord());
    const full: FileSystem = {
      ...nodeFileSystem,
      writeFlushed: (path) => nodeFileSystem.writeFlushed(join(path, 'not-a-folder', 'x'), ''),
    };
    const store = openFileStore({ root, clock, fileSystem: full });
    await expect(store.ledger.put({ ...first, detail: 'new' })).rejects.toThrow(StoreError);
    expect((await store.ledger.get([first.garminId])).get(first.garminId)).toEqual(first);
  });

  test('killed before any step of a write, the record is the old or the new one and the next write works', async () => {
    let cuts = 0;
    for (let step = 1; ; step += 1) {
      const root = await temporaryFolder();
      const old = await openFileStore({ root, clock }).ledger.put(ledgerRecord({ state: 'seen', detail: 'old' }));
      const dying = dyingFileSystem(step);
      const write = openFileStore({ root, clock, fileSystem: dying.fileSystem }).ledger.put({
        ...old,
        state: 'claimed',
        detail: 'new',
      });
      const survived = await Promise.race([write.then(() => true), dying.death]);
      const reopened = openFileStore({ root, clock });
      const found = (await reopened.ledger.get([old.garminId])).get(old.garminId);
      expect(['old', 'new']).toContain(found?.detail);
      const open = await reopened.ledger.open();
      expect(open).toHaveLength(found?.detail === 'new' ? 1 : 0);
      if (found) await reopened.ledger.put({ ...found, detail: 'after' });
      if (survived) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(8);
  });

  test('a write and the open records cost the same with 20 records and with 2,000', async () => {
    const cost = async (size: number) => {
      const root = await temporaryFolder();
      const plain = openFileStore({ root, clock });
      for (let id = 0; id < size; id += 1) await plain.ledger.put(ledgerRecord({ garminId: String(10_000 + id) }));
      const counting = countingFileSystem();
      const store = openFileStore({ root, clock, fileSystem: counting.fileSystem });
      await store.ledger.put(ledgerRecord({ garminId: '777', state: 'claimed' }));
      await store.ledger.open();
      return counting.calls();
    };
    expect(await cost(2_000)).toBe(await cost(20));
  });
});

describe('leases of processes', () => {
  test('a lease of a process that is gone is free at once; one of a living process is not', async () => {
    const root = await temporaryFolder();
    const one = openFileStore({ root, clock, holder: holder({ pid: 4711 }) });
    await one.leases.acquire('sync', MINUTE);
    const alive = openFileStore({ root, clock, holder: holder({ pid: 2, isAlive: () => true }) });
    expect(await alive.leases.acquire('sync', MINUTE)).toEqual({
      holder: 'process 4711 on this machine, since 2026-11-20T12:00:00Z',
    });
    const widowed = openFileStore({ root, clock, holder: holder({ pid: 2, isAlive: (pid) => pid !== 4711 }) });
    expect(await widowed.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
  });

  test('a suspended process keeps its lease for an hour past its expiry; on another machine the expiry counts', async () => {
    const root = await temporaryFolder();
    const time = manualClock(NOON);
    await openFileStore({ root, clock: time, holder: holder({ pid: 1 }) }).leases.acquire('sync', MINUTE);
    time.advance(2 * MINUTE);
    const here = openFileStore({ root, clock: time, holder: holder({ pid: 2 }) });
    expect(await here.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
    time.advance(HOUR);
    expect(await here.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
    const elsewhere = openFileStore({ root, clock: time, holder: holder({ pid: 2, host: 'there', token: 'x' }) });
    expect(await elsewhere.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
    time.advance(2 * MINUTE);
    expect(await elsewhere.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
  });
});

test('a container that was killed and started again has its number, and waits for the expiry alone', async () => {
  const root = await temporaryFolder();
  const time = manualClock(NOON);
  await openFileStore({ root, clock: time, holder: holder({ pid: 1 }) }).leases.acquire('sync', 2 * MINUTE);
  const again = openFileStore({ root, clock: time, holder: holder({ pid: 1, token: 'another' }) });
  time.advance(MINUTE);
  expect(await again.leases.acquire('sync', MINUTE)).toHaveProperty('holder');
  time.advance(MINUTE);
  expect(await again.leases.acquire('sync', MINUTE)).toHaveProperty('lease');
});

/** Every operation from the `step`-th on never happens and never returns, as after a kill. */
function dyingFileSystem(step: number): { fileSystem: FileSystem; death: Promise<false> } {
  let calls = 0;
  let die: (value: false) => void = () => undefined;
  const death = new Promise<false>((resolve) => {
    die = resolve;
  });
  const fileSystem = wrapped(() => {
    calls += 1;
    if (calls < step) return null;
    die(false);
    return new Promise<never>(() => undefined);
  });
  return { fileSystem, death };
}

function countingFileSystem(): { fileSystem: FileSystem; calls: () => number } {
  let calls = 0;
  const fileSystem = wrapped(() => {
    calls += 1;
    return null;
  });
  return { fileSystem, calls: () => calls };
}

function wrapped(before: () => Promise<never> | null): FileSystem {
  return {
    read: (path) => before() ?? nodeFileSystem.read(path),
    list: (path) => before() ?? nodeFileSystem.list(path),
    makeDirectory: (path) => before() ?? nodeFileSystem.makeDirectory(path),
    writeFlushed: (path, content) => before() ?? nodeFileSystem.writeFlushed(path, content),
    link: (from, to) => before() ?? nodeFileSystem.link(from, to),
    flushDirectory: (path) => before() ?? nodeFileSystem.flushDirectory(path),
    remove: (path) => before() ?? nodeFileSystem.remove(path),
    sweep: (path, prefix, age) => before() ?? nodeFileSystem.sweep(path, prefix, age),
  };
}
