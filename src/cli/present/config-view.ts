/** A config file that is right, and what became of a notice to each of its channels. */
export interface ConfigCheck {
  readonly configFile: string;
  readonly exists: boolean;
  readonly told: readonly { readonly type: string; readonly problem: string | null }[];
}

/** `config check`. */
export function configCheckView({ configFile, exists, told }: ConfigCheck): string {
  const verdict = exists ? `${configFile} is good.` : `There is no ${configFile}; nothing is set.`;
  return [verdict, ...told.map(({ type, problem }) => `${type}: ${problem ?? 'told'}`)].join('\n').concat('\n');
}

/** The documented object of `config check --json`. */
export function configCheckJson(checked: ConfigCheck): string {
  return `${JSON.stringify({ schemaVersion: 1, ...checked }, null, 2)}\n`;
}

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
