import * as v from 'valibot';

const word = v.pipe(v.union([v.string(), v.number()]), v.transform(String));
const words = v.fallback(
  v.pipe(
    v.union([word, v.array(word)]),
    v.transform((it) => (typeof it === 'string' ? [it] : it)),
  ),
  [],
);
const Content = v.object({
  rules: v.fallback(v.object({ type: words, 'exclude-type': words }), { type: [], 'exclude-type': [] }),
  sports: v.fallback(v.record(v.string(), v.unknown()), {}),
});

/**
 * The Garmin types that the content of a config file speaks of, `all` aside: so that a person can be told of those that no
 * catalogue has. They are no mistake by themselves, for Garmin adds types.
 */
export function namedTypes(content: unknown): readonly string[] {
  const parsed = v.safeParse(Content, content);
  if (!parsed.success) return [];
  const { rules, sports } = parsed.output;
  return [...rules.type, ...rules['exclude-type'], ...Object.keys(sports)].filter((type) => type !== 'all');
}
