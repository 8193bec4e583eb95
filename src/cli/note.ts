import * as v from 'valibot';
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

const Types = v.fallback(
  v.union([
    v.array(v.string()),
    v.pipe(
      v.string(),
      v.transform((it) => [it]),
    ),
  ]),
  [],
);
const Rules = v.fallback(v.object({ type: v.optional(Types, []), 'exclude-type': v.optional(Types, []) }), {
  type: [],
  'exclude-type': [],
});

/** The types that rules name, as they were written: options, or a part of the config file. */
export function typesIn(rules: unknown): readonly string[] {
  const { type, 'exclude-type': excluded } = v.parse(Rules, rules);
  return [...type, ...excluded];
}
