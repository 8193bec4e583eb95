const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** True for an address that secrets may be sent to: https, or http on this very machine; no user name in it. */
export function isSafeUrl(given: string): boolean {
  const parsed = URL.canParse(given) ? new URL(given) : null;
  if (parsed?.username !== '' || parsed.password !== '') return false;
  return parsed.protocol === 'https:' || (parsed.protocol === 'http:' && LOOPBACK.test(parsed.hostname));
}
