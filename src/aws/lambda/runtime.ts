import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { garminConnection, openGarminSource } from '../../sync/accounts/garmin-account.ts';
import { serviceUrls } from '../../sync/accounts/service-urls.ts';
import { openStravaTarget } from '../../sync/accounts/strava-account.ts';
import { CONFIG, type Config, NO_CONFIG, readConfig } from '../../sync/config/config.ts';
import { StoreError } from '../../sync/errors.ts';
import { Announcer } from '../../sync/notices/announcer.ts';
import { pausingSource, pausingTarget } from '../../sync/pause.ts';
import type { Documents } from '../../sync/ports.ts';
import { READS_FOR_A_PERSON } from '../../sync/quota-budget.ts';
import type { TickMemory, TickPorts } from '../../sync/tick.ts';
import type { Clock, Instant } from '../../sync/time.ts';
import { openDynamoStore } from '../store/dynamo-store.ts';
import type { RunStatus } from './run-status.ts';

/** What one container keeps from its first tick to its last. */
export interface Runtime {
  readonly ports: TickPorts;
  readonly memory: TickMemory;
  readonly config: Config;
  readonly announcer: Announcer;
  /** When the Garmin key ends, where that is known. */
  readonly keyEndsAt: Instant | null;
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
  const { documents } = store;
  const pause = { documents, clock, readOnly: false };
  const settings = { ...garmin, apiKey: null, clientIds: null };
  const config = env['G2S_CONFIG'] ? await deployedConfig(documents) : NO_CONFIG;
  const connection = await garminConnection(settings, documents);
  const source = await openGarminSource(settings, deps);
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
    config,
    announcer: new Announcer({ documents, clock, fetch }),
    keyEndsAt: connection?.kind === 'key' ? connection.keyExpiresAt : null,
    status: null,
  };
}

/** Without its rules the function would upload what nobody wants, so it rather does nothing. */
async function deployedConfig(documents: Documents): Promise<Config> {
  const config = readConfig((await documents.read(CONFIG))?.value ?? null);
  if (config) return config;
  throw new StoreError({
    message: 'The configuration in the table is missing or not understood by this version.',
    hint: 'Run `garmin2strava deploy`: it brings the config file over once more.',
  });
}
