import { DAY, type Instant } from '../../sync/time.ts';

/**
 * Public prices of us-east-1 in USD, read on 2026-11-23; other regions are up to a third dearer. The figures of a tick
 * are those of an idle one, which nearly all are.
 */
const PRICES = {
  readOn: '2026-11-23',
  lambdaGigabyteSecond: 0.0000133334,
  lambdaRequest: 0.0000002,
  logGigabyte: 0.5,
  tableRead: 0.000000125,
  tableWrite: 0.000000625,
} as const;

const TICK = { seconds: 0.4, gigabytes: 0.25, logBytes: 300 };
/** An idle container looks into the table and notes itself this often in a month: every quarter of an hour. */
const LOOKS = 30 * 24 * 4;
/** Half units of 4 KB that one look reads, read consistently. */
const READS_PER_LOOK = 15;
const MINUTES = 30 * 24 * 60;

export interface Cost {
  /** USD a month at list price. */
  readonly list: number;
  /** USD a month within AWS's always-free tier, which has no on-demand DynamoDB in it. */
  readonly withFreeTier: number;
  readonly pricesOf: string;
}

/** What a deployment has cost since it was made, in USD at list price, as if it had run all the time. */
export function costSince(since: Instant, now: Instant, interval: number): number {
  return (monthlyCost(interval).list * Math.max(0, now - since)) / (30 * DAY);
}

/** What a deployment costs in a month of 30 days with a tick each `interval` minutes. */
export function monthlyCost(interval: number): Cost {
  const ticks = MINUTES / interval;
  const compute = ticks * TICK.seconds * TICK.gigabytes * PRICES.lambdaGigabyteSecond;
  const requests = ticks * PRICES.lambdaRequest;
  const logs = ((ticks * TICK.logBytes) / 1e9) * PRICES.logGigabyte;
  const table = LOOKS * (READS_PER_LOOK * PRICES.tableRead + PRICES.tableWrite);
  return { list: compute + requests + logs + table, withFreeTier: table, pricesOf: PRICES.readOn };
}
