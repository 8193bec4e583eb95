const KEY = 'garmin2strava-key';

/**
 * The key that came with the answer to the address from the terminal goes into the tab's own storage, which no other port
 * sees, and the token out of the address bar.
 */
export function keepWriteKey(): void {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="write-key"]');
  if (!meta) return;
  sessionStorage.setItem(KEY, meta.content);
  meta.remove();
  history.replaceState(null, '', '/');
}

/** Empty in a tab that may look only. */
export function writeKey(): string {
  return sessionStorage.getItem(KEY) ?? '';
}
