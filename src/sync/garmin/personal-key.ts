import * as v from 'valibot';
import type { Fetch } from '../http.ts';
import { openMemoryStore } from '../store/memory-store.ts';
import type { Clock } from '../time.ts';
import { ConnectClient } from './connect-client.ts';
import { garminError, isWebPage, unusable } from './garmin-errors.ts';
import { type PersonalToken, personalTokenKeeper } from './personal-token.ts';

const Rows = v.array(v.object({ ownerFullName: v.optional(v.nullable(v.string()), null) }));

/**
 * Tries a Personal API key: makes a bearer of it and lists one activity. Nothing is stored; the bearer is given back,
 * for one a day is what Garmin expects. `who` is the owner's name where Garmin tells it.
 * @throws AuthRequiredError when Garmin refuses the key; RateLimitedError; ServiceError, also where the path has moved
 */
export async function tryPersonalKey(options: {
  readonly apiKey: string;
  /** `https://personal.connectapi.garmin.com` */
  readonly url: string;
  readonly clock: Clock;
  readonly fetch: Fetch;
}): Promise<{ readonly who: string | null; readonly token: PersonalToken }> {
  const { url, clock } = options;
  const token = await personalTokenKeeper({ ...options, store: openMemoryStore(clock) }).token();
  const result = await new ConnectClient({ url }).list(token.accessToken, { start: 0, limit: 1 });
  if (!result.ok) throw garminError(result.answer, clock.now());
  const rows = v.safeParse(Rows, result.value);
  if (!rows.success) throw unusable(200, isWebPage({ text: String(result.value) }));
  return { who: rows.output[0]?.ownerFullName ?? null, token };
}
