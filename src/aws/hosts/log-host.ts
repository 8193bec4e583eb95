import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Instant } from '../../sync/time.ts';
import { nullIfMissing } from './aws-answers.ts';

export interface LogEvent {
  readonly id: string;
  readonly at: Instant;
  readonly text: string;
}

/** The function's log group. */
export class LogHost {
  readonly #client: CloudWatchLogsClient;

  constructor(client: CloudWatchLogsClient) {
    this.#client = client;
  }

  /** Days that the log is kept, 0 for ever; null where there is no such group. */
  async retention(logGroupName: string): Promise<number | null> {
    const { logGroups = [] } = await this.#client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }),
    );
    const group = logGroups.find((it) => it.logGroupName === logGroupName);
    return group ? (group.retentionInDays ?? 0) : null;
  }

  async create(logGroupName: string, tags: Readonly<Record<string, string>>): Promise<void> {
    await this.#client.send(new CreateLogGroupCommand({ logGroupName, tags: { ...tags } }));
  }

  async setRetention(logGroupName: string, retentionInDays: number): Promise<void> {
    await this.#client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  }

  /** Events from then on, oldest first, page by page. */
  async *events(logGroupName: string, since: Instant): AsyncIterable<LogEvent> {
    let nextToken: string | undefined;
    do {
      const page = await this.#client.send(
        new FilterLogEventsCommand({ logGroupName, startTime: since, ...(nextToken && { nextToken }) }),
      );
      for (const { eventId, timestamp, message } of page.events ?? []) {
        yield { id: eventId ?? '', at: timestamp ?? 0, text: (message ?? '').trimEnd() };
      }
      nextToken = page.nextToken;
    } while (nextToken);
  }

  async delete(logGroupName: string): Promise<void> {
    await nullIfMissing(this.#client.send(new DeleteLogGroupCommand({ logGroupName })));
  }
}
