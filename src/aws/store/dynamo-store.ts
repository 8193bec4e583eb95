import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Store } from '../../sync/ports.ts';
import type { Clock } from '../../sync/time.ts';
import { dynamoDocuments } from './dynamo-documents.ts';
import { dynamoLeases, type LeaseHolder } from './dynamo-leases.ts';
import { DynamoLedger } from './dynamo-ledger.ts';
import { FirstRead } from './first-read.ts';
import { Table } from './table.ts';

export interface DynamoStoreOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly profile: string;
  readonly clock: Clock;
  readonly holder: LeaseHolder;
}

/** The store of a deployment: one table, every change a conditional write. */
export interface DynamoStore extends Store {
  /** Reads in one go what a run needs as a rule; it is used for the first question about each thing. */
  readAhead(): Promise<void>;
}

export function openDynamoStore({ client, table: name, profile, clock, holder }: DynamoStoreOptions): DynamoStore {
  const table = new Table(client, { name, profile });
  let firstRead: FirstRead | null = null;
  return {
    ledger: new DynamoLedger(table, () => firstRead),
    documents: dynamoDocuments(table, () => firstRead),
    leases: dynamoLeases(table, clock, holder),
    async readAhead() {
      firstRead = await FirstRead.of(table);
    },
  };
}
