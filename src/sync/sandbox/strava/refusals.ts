import type { Response } from 'express';

/** An answer of Strava's that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly body: {
    readonly message: string;
    readonly errors?: readonly { readonly resource: string; readonly field: string; readonly code: string }[];
  };
}

const MESSAGES = {
  400: 'Bad Request',
  401: 'Authorization Error',
  403: 'Forbidden',
  429: 'Rate Limit Exceeded',
} as const;

function refusal(status: keyof typeof MESSAGES, resource: string, field: string, code: string): Refusal {
  return { status, body: { message: MESSAGES[status], errors: [{ resource, field, code }] } };
}

/** Everything that Strava was seen to answer, word for word; the answers marked "guess" are in the style of the others. */
export const REFUSALS = {
  /** Recorded 2018, seen again in 2026. */
  clientId: refusal(400, 'Application', 'client_id', 'invalid'),
  clientSecret: refusal(400, 'Application', 'client_secret', 'invalid'),
  /** Guess. */
  grantType: refusal(400, 'Application', 'grant_type', 'invalid'),
  /** running_page issue 523 (2023); `RequestToken` in 2018. */
  code: refusal(400, 'AuthorizationCode', 'code', 'invalid'),
  /** dreeve issues 1449 and 1520 (2025). */
  refreshToken: refusal(400, 'RefreshToken', 'refresh_token', 'invalid'),
  redirectUri: refusal(400, 'Application', 'redirect_uri', 'invalid'),
  /** GoldenCheetah issue 3199 (2019). */
  scope: refusal(400, 'Authorize', 'scope', 'invalid'),
  /** Guess. */
  responseType: refusal(400, 'Authorize', 'response_type', 'invalid'),
  /** Recorded 2020. */
  application: refusal(401, 'Application', '', 'invalid'),
  accessToken: refusal(401, 'Athlete', 'access_token', 'invalid'),
  /** stravalib issue 730 (2026). */
  inactive: refusal(403, 'Application', 'Status', 'Inactive'),
  rateLimit: refusal(429, 'Application', 'rate limit', 'exceeded'),
  uploadFile: refusal(400, 'Upload', 'file', 'invalid'),
  uploadDataType: refusal(400, 'Upload', 'data_type', 'invalid'),
  /** Guess: better a loud answer than a wrong sport that nobody notices. */
  uploadSportType: refusal(400, 'Upload', 'sport_type', 'invalid'),
  /** Guess; that `Other` is refused as a sport is reported. */
  activitySportType: refusal(400, 'Activity', 'sport_type', 'invalid'),
  notFound: { status: 404, body: { message: 'Record Not Found' } },
} as const satisfies Record<string, Refusal>;

/** A missing scope is a 401 at Strava, not a 403. */
export function missingScope(scope: string): Refusal {
  return refusal(401, 'AccessToken', `${scope}_permission`, 'missing');
}

export function refuse(res: Response, { status, body }: Refusal): void {
  res.status(status).json(body);
}
