import * as v from 'valibot';
import { UsageError } from '../../errors.ts';
import type { Instant } from '../../time.ts';
import { jwtClaims } from '../jwt.ts';
import type { DiTokens } from './di-tokens.ts';

const TokensFile = v.object({
  di_token: v.pipe(v.string(), v.nonEmpty()),
  di_refresh_token: v.pipe(v.string(), v.nonEmpty()),
  di_client_id: v.optional(v.nullable(v.string()), null),
});

/**
 * Reads a `garmin_tokens.json` of python-garminconnect 0.3 and later. A token that does not tell its end is taken for
 * used up, so that it is renewed before its first use.
 * @throws UsageError when it is something else
 */
export function readTokensFile(content: string): DiTokens {
  const parsed = v.safeParse(TokensFile, parseJson(content));
  const claims = parsed.success ? jwtClaims(parsed.output.di_token) : null;
  const clientId = parsed.success ? (parsed.output.di_client_id ?? claims?.clientId) : null;
  if (!parsed.success || !clientId) throw notATokensFile(content);
  const { di_token: accessToken, di_refresh_token: refreshToken } = parsed.output;
  const expiresAt: Instant = claims?.expiresAt ?? 0;
  return { clientId, accessToken, refreshToken, expiresAt, refreshExpiresAt: null };
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function notATokensFile(content: string): UsageError {
  const isOld = content.includes('oauth_token_secret');
  return new UsageError({
    message: isOld
      ? 'This is a token file of the login that Garmin closed in March 2026.'
      : 'This is no garmin_tokens.json: di_token, di_refresh_token and di_client_id are not all in it.',
    hint: 'Take the file that python-garminconnect 0.3 or later wrote (~/.garminconnect/garmin_tokens.json), or sign in with `garmin2strava auth garmin`.',
  });
}
