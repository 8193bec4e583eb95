import * as v from 'valibot';
import type { HttpAnswer } from '../../http.ts';
import { isWebPage } from '../garmin-errors.ts';

/** A step of the sign-in as Garmin answered it. */
export type SignInAnswer =
  | { readonly kind: 'ticket'; readonly ticket: string }
  /** A code went to the account's owner; `method` is named again with the code. */
  | { readonly kind: 'code'; readonly method: string; readonly sentTo: string }
  /** Garmin understood and said no; `type` is its word for why. */
  | { readonly kind: 'refused'; readonly type: string; readonly message: string }
  | { readonly kind: 'rate-limited'; readonly retryAfter: string | null }
  /** Somebody in front of Garmin's sign-in, or an answer that is none. */
  | { readonly kind: 'turned-away'; readonly status: number; readonly isPage: boolean };

const text = v.optional(v.nullable(v.string()), null);

const Answer = v.object({
  serviceTicketId: text,
  responseStatus: v.object({ type: v.string(), message: text }),
  customerMfaInfo: v.optional(
    v.nullable(v.object({ email: text, phoneNumber: text, mfaLastMethodUsed: text, defaultMfaMethod: text })),
    null,
  ),
});

/** Status 200, and the 429 is in the body. */
const RateLimitInBody = v.object({ error: v.object({ 'status-code': v.picklist(['429', 429]) }) });

/** Reads an answer of `/mobile/api/…` or `/portal/api/…` (recorded by matin/garth; MFA as in python-garminconnect). */
export function readSignInAnswer(answer: HttpAnswer): SignInAnswer {
  const { status, json } = answer;
  if (status === 429 || v.is(RateLimitInBody, json)) {
    return { kind: 'rate-limited', retryAfter: answer.headers.get('retry-after') };
  }
  const parsed = v.safeParse(Answer, json);
  if (!parsed.success) return { kind: 'turned-away', status, isPage: isWebPage(answer) };
  const { serviceTicketId, responseStatus, customerMfaInfo } = parsed.output;
  const { type, message } = responseStatus;
  if (type === 'SUCCESSFUL' && serviceTicketId) return { kind: 'ticket', ticket: serviceTicketId };
  if (type !== 'MFA_REQUIRED') return { kind: 'refused', type, message: message ?? '' };
  const method = customerMfaInfo?.mfaLastMethodUsed ?? customerMfaInfo?.defaultMfaMethod ?? 'email';
  const { email = null, phoneNumber = null } = customerMfaInfo ?? {};
  const sentTo = (method === 'email' ? email : phoneNumber) ?? email ?? phoneNumber ?? 'you';
  return { kind: 'code', method, sentTo };
}
