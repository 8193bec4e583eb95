import * as v from 'valibot';
import { type Fetch, send } from '../../http.ts';
import { SECOND } from '../../time.ts';
import { isWebPage } from '../garmin-errors.ts';
import { NATIVE_HEADERS } from './native-headers.ts';
import { tokenNotActive } from './sign-in-errors.ts';

const TIMEOUT = 15 * SECOND;
const Profile = v.object({
  fullName: v.optional(v.nullable(v.string()), null),
  displayName: v.optional(v.nullable(v.string()), null),
});

/**
 * Tries a new token, and tells whose it is; null when Garmin gives no clear answer, which is no reason to throw a login
 * away. Since June 2026 some sign-ins bring tokens that the API refuses (python-garminconnect #369).
 * @throws AuthRequiredError when the API refuses the token
 */
export async function verifyToken(
  { api, fetch }: { readonly api: string; readonly fetch: Fetch },
  accessToken: string,
): Promise<string | null> {
  const answer = await send(
    { fetch, service: 'garmin', timeout: TIMEOUT },
    `${api}/userprofile-service/socialProfile`,
    {
      headers: { ...NATIVE_HEADERS, Authorization: `Bearer ${accessToken}`, Accept: 'application/json' },
    },
  ).catch(() => null);
  if (answer && isDefiniteNo(answer)) throw tokenNotActive();
  const parsed = v.safeParse(Profile, answer?.json);
  return parsed.success ? parsed.output.fullName || parsed.output.displayName : null;
}

function isDefiniteNo(answer: { readonly status: number; readonly text: string }): boolean {
  return answer.status === 401 || (answer.status === 403 && !isWebPage(answer));
}
