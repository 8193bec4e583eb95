import * as v from 'valibot';
import { Text } from './config/fields.ts';

/** Tells whether a name fits; shows itself as it was written. */
export interface Pattern {
  readonly test: (name: string) => boolean;
  readonly toString: () => string;
}

/** `*race*` (any case, `*` and `?` as in file names) or `/^race \d+/i` (a regular expression). */
export const NamePattern = v.pipe(
  Text,
  v.check((text) => regExpOf(text) !== null, 'is no regular expression'),
  v.transform((text): Pattern => {
    const expression = regExpOf(text);
    return { test: (name) => expression?.test(name) ?? false, toString: () => text };
  }),
);

function regExpOf(text: string): RegExp | null {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/.exec(text) ?? [];
  if (source === undefined) return new RegExp(`^${glob(text)}$`, 'isu');
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

function glob(text: string): string {
  return text
    .replace(/[\\^$.|+()[\]{}/-]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
}
