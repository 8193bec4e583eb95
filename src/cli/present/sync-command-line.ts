import type { SyncFlags } from '../commands/sync.ts';

/** The command that carries out what a dry run with these flags has shown. */
export function syncCommandLine({ since, until, from, rules, limit, onLikelyDuplicate }: SyncFlags): string {
  const words = [
    'garmin2strava sync',
    ...(from === undefined ? [] : ['--from', from]),
    ...(since === undefined ? [] : ['--since', since]),
    ...(until === undefined ? [] : ['--until', until]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(onLikelyDuplicate === 'upload' ? ['--on-likely-duplicate', 'upload'] : []),
    ...Object.entries(rules).flatMap(([name, value]) => [`--${name}`, ...wordsOf(value)]),
  ];
  return words.map((word, index) => (index === 0 ? word : quoted(word))).join(' ');
}

/** An option's value as it was typed; a yes has none. */
function wordsOf(value: unknown): readonly string[] {
  if (value === true) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

/** For a shell, where it would not take the word as it stands. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
