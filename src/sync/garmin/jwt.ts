import * as v from 'valibot';
import { type Instant, SECOND } from '../time.ts';

const Claims = v.object({ exp: v.optional(v.number()), client_id: v.optional(v.string()) });

export interface JwtClaims {
  readonly expiresAt: Instant | null;
  readonly clientId: string | null;
}

/** What a JWT says of itself, unverified: it came from its issuer a moment ago. Nulls for any other token. */
export function jwtClaims(token: string): JwtClaims {
  const parsed = v.safeParse(Claims, payloadOf(token));
  if (!parsed.success) return { expiresAt: null, clientId: null };
  const { exp, client_id: clientId = null } = parsed.output;
  return { expiresAt: exp === undefined ? null : exp * SECOND, clientId };
}

function payloadOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
