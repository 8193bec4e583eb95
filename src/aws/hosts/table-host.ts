import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { nullIfMissing, tagList } from './aws-answers.ts';

export interface TableState {
  readonly status: string;
  readonly isOnDemand: boolean;
  readonly deletionProtection: boolean;
  readonly pointInTimeRecovery: boolean;
  /** Attribute whose time ends an item; null while that is off. */
  readonly timeToLive: string | null;
}

/** The table of a deployment, as far as a deployment looks after it. */
export class TableHost {
  readonly #client: DynamoDBClient;

  constructor(client: DynamoDBClient) {
    this.#client = client;
  }

  async describe(TableName: string): Promise<TableState | null> {
    const [table, ttl, backups] = await Promise.all([
      nullIfMissing(this.#client.send(new DescribeTableCommand({ TableName }))),
      nullIfMissing(this.#client.send(new DescribeTimeToLiveCommand({ TableName }))),
      nullIfMissing(this.#client.send(new DescribeContinuousBackupsCommand({ TableName }))),
    ]);
    if (!table?.Table) return null;
    const { TableStatus, DeletionProtectionEnabled, BillingModeSummary } = table.Table;
    const { TimeToLiveStatus, AttributeName } = ttl?.TimeToLiveDescription ?? {};
    const recovery = backups?.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
    const isTtlOn = TimeToLiveStatus === 'ENABLED' || TimeToLiveStatus === 'ENABLING';
    return {
      status: TableStatus ?? 'UNKNOWN',
      isOnDemand: BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
      deletionProtection: DeletionProtectionEnabled ?? false,
      pointInTimeRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
      timeToLive: isTtlOn ? (AttributeName ?? null) : null,
    };
  }

  async status(TableName: string): Promise<string | null> {
    const answer = await nullIfMissing(this.#client.send(new DescribeTableCommand({ TableName })));
    return answer?.Table?.TableStatus ?? null;
  }

  async create(TableName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        Tags: tagList(tags),
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
  }

  async setOnDemand(TableName: string): Promise<void> {
    await this.#client.send(new UpdateTableCommand({ TableName, BillingMode: 'PAY_PER_REQUEST' }));
  }

  async setDeletionProtection(TableName: string, DeletionProtectionEnabled: boolean): Promise<void> {
    await this.#client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
  }

  async setTimeToLive(TableName: string, AttributeName: string): Promise<void> {
    const TimeToLiveSpecification = { AttributeName, Enabled: true };
    await this.#client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  }

  async setPointInTimeRecovery(TableName: string): Promise<void> {
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await this.#client.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
  }

  async delete(TableName: string): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteTableCommand({ TableName })));
  }
}
