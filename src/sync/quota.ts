export interface BucketUsage {
  readonly limit15m: number;
  readonly used15m: number;
  readonly limitDay: number;
  readonly usedDay: number;
}

/** Strava's two buckets: all requests, and those that are not uploads. Null where Strava did not say. */
export interface QuotaUsage {
  readonly overall: BucketUsage | null;
  readonly read: BucketUsage | null;
}
