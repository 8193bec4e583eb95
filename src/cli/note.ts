import type { Context } from './context.ts';
import { columnsOf, wrap } from './present/columns.ts';
import { painter } from './present/style.ts';
import { unknownTypes } from './present/unknown-types.ts';

type Screen = Pick<Context, 'stderr' | 'env'>;

/** What a person should know beside the result. */
export function note({ stderr, env }: Screen, notes: readonly string[]): void {
  for (const text of notes) stderr.write(`${wrap(painter(stderr, env)('yellow', text), columnsOf(stderr))}\n`);
}

/** Garmin adds types now and then, so one that is not known here may be right. */
export function noteUnknownTypes(screen: Screen, types: readonly string[]): void {
  note(
    screen,
    unknownTypes(types).map((text) => `Note: ${text}`),
  );
}
