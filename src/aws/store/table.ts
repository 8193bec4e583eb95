import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { unreachable } from './store-errors.ts';

/** What lies under one key: our text, and the numbers that conditions look at. */
export interface Row {
  readonly key: string;
  /** JSON. */
  readonly text: string;
  readonly version: number;
  /** Milliseconds; for what ends by itself. */
  readonly expiresAt?: number;
}

/** When a write goes through. */
export type Condition =
  /** The stored version is still this one; 0: there is none. */
  | { readonly version: number }
  /** Nothing is there, or it has ended by then (milliseconds). */
  | { readonly endedBy: number }
  /** It still holds this. */
  | { readonly text: string };

export interface Write {
  readonly row: Row;
  readonly condition: Condition;
}

/** How long DynamoDB keeps what has ended before its own clean-up may take it, in seconds. */
const TTL_MARGIN = 86_400;
/** The most that one BatchGetItem takes. */
const BATCH = 100;

/** The few things that the store asks of its DynamoDB table. The partition is the profile; every read is consistent. */
export class Table {
  readonly #client: DynamoDBClient;
  readonly #name: string;
  readonly #profile: string;

  constructor(client: DynamoDBClient, { name, profile }: { readonly name: string; readonly profile: string }) {
    client.middlewareStack.add(
      (next) => (args) =>
        next(args).catch((error: unknown) => {
          throw isAnswer(error) ? error : unreachable(name, error);
        }),
      { step: 'initialize', name: 'store-errors', override: true },
    );
    this.#client = client;
    this.#name = name;
    this.#profile = profile;
  }

  async get(key: string): Promise<Row | null> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: this.#key(key), ConsistentRead: true }),
    );
    return Item ? readRow(Item) : null;
  }

  async getMany(keys: readonly string[]): Promise<readonly Row[]> {
    const rows: Row[] = [];
    for (let start = 0; start < keys.length; start += BATCH) {
      let left: Record<string, AttributeValue>[] = keys.slice(start, start + BATCH).map((key) => this.#key(key));
      while (left.length > 0) {
        const { Responses, UnprocessedKeys } = await this.#client.send(
          new BatchGetItemCommand({ RequestItems: { [this.#name]: { Keys: left, ConsistentRead: true } } }),
        );
        rows.push(...(Responses?.[this.#name] ?? []).map(readRow));
        left = UnprocessedKeys?.[this.#name]?.Keys ?? [];
      }
    }
    return rows;
  }

  /** Rows whose key begins with `prefix`, all of them, page by page. */
  async *withPrefix(prefix: string): AsyncIterable<Row> {
    let next: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#client.send(
        new QueryCommand({
          TableName: this.#name,
          KeyConditionExpression: 'profile = :profile AND begins_with(#key, :prefix)',
          ExpressionAttributeNames: { '#key': 'key' },
          ExpressionAttributeValues: { ':profile': { S: this.#profile }, ':prefix': { S: prefix } },
          ConsistentRead: true,
          ...(next && { ExclusiveStartKey: next }),
        }),
      );
      yield* (page.Items ?? []).map(readRow);
      next = page.LastEvaluatedKey;
    } while (next);
  }

  /** The `limit` highest keys in one read, highest first, and whether those are all there are. */
  async highest(limit: number): Promise<{ readonly rows: readonly Row[]; readonly isAll: boolean }> {
    const page = await this.#client.send(
      new QueryCommand({
        TableName: this.#name,
        KeyConditionExpression: 'profile = :profile',
        ExpressionAttributeValues: { ':profile': { S: this.#profile } },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    return { rows: (page.Items ?? []).map(readRow), isAll: page.LastEvaluatedKey === undefined };
  }

  /** Null when it went through; else what stands in the way. */
  async put({ row, condition }: Write): Promise<Row | 'gone' | null> {
    try {
      await this.#client.send(new PutItemCommand({ TableName: this.#name, ...this.#put(row, condition) }));
      return null;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item ? readRow(error.Item) : 'gone';
    }
  }

  /** One conditional write, with a row beside it that is put or deleted whatever it holds. False: the condition failed. */
  async putWith(
    { row, condition }: Write,
    beside: { readonly put: Row } | { readonly delete: string },
  ): Promise<boolean> {
    const TableName = this.#name;
    const second =
      'put' in beside
        ? { Put: { TableName, Item: this.#item(beside.put) } }
        : { Delete: { TableName, Key: this.#key(beside.delete) } };
    try {
      await this.#client.send(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, ...this.#put(row, condition) } }, second],
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && isConditionFailure(error)) return false;
      throw error;
    }
  }

  /** Deletes a row; with `text`, only while it still holds that. */
  async delete(key: string, text?: string): Promise<void> {
    const condition =
      text === undefined
        ? {}
        : {
            ConditionExpression: '#text = :text',
            ExpressionAttributeNames: { '#text': 'text' },
            ExpressionAttributeValues: { ':text': { S: text } },
          };
    try {
      await this.#client.send(new DeleteItemCommand({ TableName: this.#name, Key: this.#key(key), ...condition }));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  #key(key: string): Record<string, AttributeValue> {
    return { profile: { S: this.#profile }, key: { S: key } };
  }

  #item({ key, text, version, expiresAt }: Row): Record<string, AttributeValue> {
    return {
      ...this.#key(key),
      text: { S: text },
      version: { N: String(version) },
      ...(expiresAt !== undefined && {
        expiresAt: { N: String(expiresAt) },
        ttl: { N: String(Math.ceil(expiresAt / 1000) + TTL_MARGIN) },
      }),
    };
  }

  #put(row: Row, condition: Condition) {
    const Item = this.#item(row);
    const ReturnValuesOnConditionCheckFailure = 'ALL_OLD' as const;
    if ('endedBy' in condition) {
      return {
        Item,
        ReturnValuesOnConditionCheckFailure,
        ConditionExpression: 'attribute_not_exists(#key) OR expiresAt <= :now',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':now': { N: String(condition.endedBy) } },
      };
    }
    if ('text' in condition) {
      return {
        Item,
        ReturnValuesOnConditionCheckFailure,
        ConditionExpression: '#text = :text',
        ExpressionAttributeNames: { '#text': 'text' },
        ExpressionAttributeValues: { ':text': { S: condition.text } },
      };
    }
    if (condition.version === 0) {
      return {
        Item,
        ReturnValuesOnConditionCheckFailure,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': 'key' },
      };
    }
    return {
      Item,
      ReturnValuesOnConditionCheckFailure,
      ConditionExpression: 'version = :version',
      ExpressionAttributeValues: { ':version': { N: String(condition.version) } },
    };
  }
}

/** Everything but a failed condition is trouble with the table itself. */
function isAnswer(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException || error instanceof TransactionCanceledException;
}

function isConditionFailure({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  // A conflict with another transaction on the same row is the same news: somebody else was faster.
  return CancellationReasons.some(({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict');
}

function readRow(item: Record<string, AttributeValue>): Row {
  const expiresAt = item['expiresAt']?.N;
  return {
    key: item['key']?.S ?? '',
    text: item['text']?.S ?? '',
    version: Number(item['version']?.N ?? 0),
    ...(expiresAt !== undefined && { expiresAt: Number(expiresAt) }),
  };
}
