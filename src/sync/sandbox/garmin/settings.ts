/** Keys without a value are left out in 2026; in 2021 they were null and `elapsedDuration` was in milliseconds. */
export type ListShape = '2021' | '2026';

/** Switches of the Garmin stand-in. They may be changed at any time and hold from the next request on. */
export interface GarminSandboxSettings {
  /** The Personal API key was revoked or has expired. */
  keyRevoked: boolean;
  /** Seconds that a bearer made from the Personal API key lives. */
  personalTokenLife: number;
  /** Largest `limit` that the activity list accepts. */
  pageLimit: number;
  /** Turns every row of the list into this shape; null lists each row as it was added. */
  listShape: ListShape | null;
}

/** Garmin as it is on a good day. */
export function defaultSettings(): GarminSandboxSettings {
  return { keyRevoked: false, personalTokenLife: 86_400, pageLimit: 1_000, listShape: null };
}
