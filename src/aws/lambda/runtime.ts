import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { openGarminSource } from '../../sync/accounts/garmin-account.ts';
import { serviceUrls } from '../../sync/accounts/service-urls.ts';
import { openStravaTarget } from '../../sync/accounts/strava-account.ts';
import { pausingSource, pausingTarget } from '../../sync/pause.ts';
import { READS_FOR_A_PERSON } from '../../sync/quota-budget.ts';
import type { Clock } from '../../sync/time.ts';
import { openDynamoStore } from '../store/dynamo-store.ts';
import type { RunStatus } from './run-status.ts';
import type { TickMemory, TickPorts } from './tick.ts';

/** What one container keeps from its first tick to its last. */
export interface Runtime {
  readonly ports: TickPorts;
  readonly memory: TickMemory;
  status: RunStatus | null;
}

export interface RuntimeOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

/** Puts the parts of a sync together for Lambda: DynamoDB, and the services where the deployment says they are. */
export async function openRuntime({ env, clock, fetch }: RuntimeOptions): Promise<Runtime> {
  const { garmin, strava } = serviceUrls(env);
  const store = openDynamoStore({
    client: new DynamoDBClient({}),
    table: env['G2S_TABLE'] ?? '',
    profile: env['G2S_PROFILE'] ?? 'default',
    clock,
    holder: { name: `Lambda (${env['AWS_LAMBDA_LOG_STREAM_NAME'] ?? 'unknown'})`, token: randomUUID },
  });
  await store.readAhead();
  const deps = { store, clock, fetch };
  const pause = { documents: store.documents, clock, readOnly: false };
  const source = await openGarminSource({ ...garmin, apiKey: null, clientIds: null }, deps);
  const target = await openStravaTarget(
    { ...strava, app: null, refreshToken: null },
    { ...deps, reservedReads: READS_FOR_A_PERSON },
  );
  return {
    ports: {
      source: pausingSource(source, pause),
      target: pausingTarget(target, pause),
      store,
      clock,
      readAhead: () => store.readAhead(),
    },
    memory: { settled: new Set(), checkedAt: 0 },
    status: null,
  };
}
