import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Deployment } from '../../aws/deploy/deployment.ts';
import { openAws } from '../../aws/hosts/aws-hosts.ts';
import { openDynamoStore } from '../../aws/store/dynamo-store.ts';
import type { Store } from '../../sync/ports.ts';
import type { Clock } from '../../sync/time.ts';

/** The table of a deployment, as the store of a command on this machine. */
export function openDeployedStore({ name, region }: Deployment, profile: string, clock: Clock): Store {
  const { dynamo: client } = openAws(region);
  const holder = { name: `process ${process.pid} on ${hostname()}`, token: randomUUID };
  return openDynamoStore({ client, table: name, profile, clock, holder });
}
