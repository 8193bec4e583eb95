/** A config's content with the secrets taken out: tokens, and of addresses all but the host. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, name));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutSecrets(entry, key)]));
  }
  if (name === 'token') return '…';
  if (name === 'url' || name === 'heartbeat') return hostOf(String(value));
  return value;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? `${new URL(address).origin}/…` : '…';
}
