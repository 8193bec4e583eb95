/** Keys without a value are left out in 2026; in 2021 they were null and `elapsedDuration` was in milliseconds. */
export type ListShape = '2021' | '2026';

/**
 * What a sign-in gets. `ok` and `mfa` still check e-mail and password, the others treat every password alike.
 * `rate-limited` is Cloudflare's 429 page, `rate-limited-in-body` a 200 whose JSON says 429, `challenge` Cloudflare's
 * "Just a moment" page.
 */
export type LoginOutcome =
  | 'ok'
  | 'mfa'
  | 'wrong-password'
  | 'captcha'
  | 'rate-limited'
  | 'rate-limited-in-body'
  | 'challenge'
  | 'locked';

/** Switches of the Garmin stand-in. They may be changed at any time and hold from the next request on. */
export interface GarminSandboxSettings {
  /** The Personal API key was revoked or has expired. */
  keyRevoked: boolean;
  /** Seconds that a bearer made from the Personal API key lives. */
  personalTokenLife: number;
  /** Largest `limit` that the activity list accepts. */
  pageLimit: number;
  /** Rows of one page at most, whatever `limit` says. */
  mostRows: number;
  /** Turns every row of the list into this shape; null lists each row as it was added. */
  listShape: ListShape | null;
  login: LoginOutcome;
  /** Seconds in which a service ticket must be exchanged. */
  ticketLife: number;
  /** Client ids that the token host knows. */
  clientIds: readonly string[];
  /** Seconds that an access token of the private API lives. */
  accessTokenLife: number;
  /** Seconds that a refresh token lives. */
  refreshTokenLife: number;
  /** Each refresh hands out a new refresh token and ends the one before. */
  rotateRefreshTokens: boolean;
  /** Whether the data API takes access tokens of the private API; for some accounts it does not (python-garminconnect #369). */
  accessTokensAccepted: boolean;
}

/** Garmin on a good day: lives of tokens as recorded, client ids as in python-garminconnect 0.3. */
export function defaultSettings(): GarminSandboxSettings {
  return {
    keyRevoked: false,
    personalTokenLife: 86_400,
    pageLimit: 1_000,
    mostRows: 1_000,
    listShape: null,
    login: 'ok',
    ticketLife: 120,
    clientIds: [
      'GARMIN_CONNECT_MOBILE_ANDROID_DI_2025Q2',
      'GARMIN_CONNECT_MOBILE_ANDROID_DI_2024Q4',
      'GARMIN_CONNECT_MOBILE_ANDROID_DI',
      'GARMIN_CONNECT_MOBILE_IOS_DI',
    ],
    accessTokenLife: 86_399,
    refreshTokenLife: 2_591_999,
    rotateRefreshTokens: true,
    accessTokensAccepted: true,
  };
}
