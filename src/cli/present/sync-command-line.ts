import type { SyncFlags } from '../commands/sync.ts';

/** The command that carries out what a dry run with these flags has shown. */
export function syncCommandLine({ since, until, type, excludeType, limit, onLikelyDuplicate }: SyncFlags): string {
  const words = [
    'garmin2strava sync',
    ...(since === undefined ? [] : ['--since', since]),
    ...(until === undefined ? [] : ['--until', until]),
    ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ...(onLikelyDuplicate === 'upload' ? ['--on-likely-duplicate', 'upload'] : []),
    ...(type ? ['--type', ...type] : []),
    ...(excludeType ? ['--exclude-type', ...excludeType] : []),
  ];
  return words.map((word, index) => (index === 0 ? word : quoted(word))).join(' ');
}

/** For a shell, where it would not take the word as it stands. */
function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
