import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { onTestFinished } from 'vitest';
import { openDynamoStore } from '../../src/aws/store/dynamo-store.ts';
import type { Store } from '../../src/sync/ports.ts';
import { systemClock } from '../../src/sync/time.ts';
import { clientSettings, type Moto } from './moto.ts';

/** A client for the emulator, and the names of the commands that it has sent. */
export function motoClient({ url }: Moto): { readonly client: DynamoDBClient; readonly calls: string[] } {
  const calls: string[] = [];
  const client = new DynamoDBClient(clientSettings(url));
  onTestFinished(() => client.destroy());
  client.middlewareStack.add(
    (next, context) => (args) => {
      calls.push(String(context.commandName));
      return next(args);
    },
    { step: 'initialize', name: 'record' },
  );
  return { client, calls };
}

/** A table as a deployment makes it, and its name. */
export async function createTable(client: DynamoDBClient): Promise<string> {
  const TableName = `t-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'profile', AttributeType: 'S' },
        { AttributeName: 'key', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'profile', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
    }),
  );
  return TableName;
}

/** A table that is there already, as a store. */
export function createdTable(moto: Moto, table: string): Store {
  const { client } = motoClient(moto);
  return openDynamoStore({
    client,
    table,
    profile: 'default',
    clock: systemClock,
    holder: { name: 'test', token: randomUUID },
  });
}
