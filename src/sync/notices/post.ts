import type { Fetch } from '../http.ts';
import { SECOND } from '../time.ts';
import { type Channel, requestFor } from './channels.ts';
import type { Notice } from './notice.ts';

/** A run is not to wait long for those who only want to hear of it. */
const TIMEOUT = 5 * SECOND;

/** Sends a notice; null when it was taken, else what went wrong, without the address, which may be a secret. */
export async function postNotice(fetch: Fetch, channel: Channel, notice: Notice): Promise<string | null> {
  const problem = await ask(fetch, new URL(channel.url), requestFor(channel, notice));
  return problem && `${channel.type} at ${problem}`;
}

/** Pings a heartbeat address, or its `/fail`; null when that worked. */
export async function ping(fetch: Fetch, url: string, isWell: boolean): Promise<string | null> {
  const target = new URL(url);
  if (!isWell) target.pathname = `${target.pathname.replace(/\/$/, '')}/fail`;
  const problem = await ask(fetch, target, { method: 'GET' });
  return problem && `heartbeat at ${problem}`;
}

async function ask(fetch: Fetch, url: URL, init: RequestInit): Promise<string | null> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT) });
    await answer.body?.cancel();
    return answer.ok ? null : `${url.host}: HTTP ${answer.status}`;
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    return `${url.host}: ${isTimeout ? `no answer within ${TIMEOUT / SECOND} s` : 'cannot be reached'}`;
  }
}
