import { readFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import type { GarminActivity } from '../../../src/sync/activity.ts';
import { ConnectClient } from '../../../src/sync/garmin/connect-client.ts';
import { GarminSource } from '../../../src/sync/garmin/garmin-source.ts';
import { type PersonalToken, personalTokenKeeper } from '../../../src/sync/garmin/personal-token.ts';
import type { Store } from '../../../src/sync/ports.ts';
import type { OriginalAnswer, SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { readDataFile } from '../../../src/sync/sandbox/garmin/data-file.ts';
import { type GarminSandbox, startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import type { TokenKeeper } from '../../../src/sync/token-keeper.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

export const START = Date.parse('2026-11-20T12:00:00Z');
export const LIST = /\/activities\/search\/activities$/;
export const DOWNLOAD = /^\/download-service\/files\/activity\//;
export const TOKEN = /^\/personalapitoken-service\/.*\/token$/;

/** A stand-in on loopback and the real client in front of it, on one clock. */
export interface GarminBench {
  readonly clock: ManualClock;
  readonly garmin: GarminSandbox;
  readonly store: Store;
  readonly source: GarminSource;
  /** Another process's token keeper on the same store. */
  keeper(apiKey?: string | null): TokenKeeper<PersonalToken>;
  exchanges(): number;
}

export async function openGarmin(
  activities: readonly SandboxActivity[] = [],
  { timeout }: { readonly timeout?: number } = {},
): Promise<GarminBench> {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, activities });
  onTestFinished(() => garmin.close().catch(() => undefined));
  const store = openMemoryStore(clock);
  const keeper = (apiKey: string | null = garmin.apiKey) =>
    personalTokenKeeper({ apiKey, url: garmin.url, store, clock, fetch: globalThis.fetch });
  const client = new ConnectClient({ url: garmin.url, ...(timeout !== undefined && { timeout }) });
  return {
    clock,
    garmin,
    store,
    keeper,
    source: new GarminSource({ client, tokens: keeper(), clock }),
    exchanges: () => garmin.count('POST', TOKEN),
  };
}

/** An hour's run that ended a minute before the bench's clock starts, without a file unless one is given. */
export function activity(
  row: Readonly<Record<string, unknown>> = {},
  original: OriginalAnswer = { kind: 'none', status: 404 },
): SandboxActivity {
  return {
    row: {
      activityId: 20000000001,
      activityName: 'Lunch run',
      startTimeLocal: '2026-11-20 11:59:00',
      startTimeGMT: '2026-11-20 10:59:00',
      activityType: { typeId: 1, typeKey: 'running', parentTypeId: 17 },
      duration: 3_600,
      elapsedDuration: 3_600,
      distance: 10_000,
      manualActivity: false,
      ...row,
    },
    original,
  };
}

export async function zipped(...names: readonly string[]): Promise<OriginalAnswer> {
  const entries = await Promise.all(names.map(async (name) => ({ name, bytes: await readDataFile(name) })));
  return { kind: 'zip', entries };
}

export const RUN: Pick<GarminActivity, 'id'> = { id: '20000000001' };

/** A recorded answer or file. */
export function fixture(name: string): Promise<Buffer> {
  return readFile(new URL(`../../fixtures/garmin/${name}`, import.meta.url));
}

export async function jsonFixture(name: string): Promise<unknown> {
  return JSON.parse((await fixture(name)).toString());
}

export async function rowsFixture(name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await jsonFixture(name)) as readonly Readonly<Record<string, unknown>>[];
}

/** What `promise` is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}
