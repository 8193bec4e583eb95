import * as v from 'valibot';
import { SportsSchema } from '../actions.ts';
import { ChannelSchema, SecretUrl } from '../notices/channels.ts';
import { RulesSchema } from '../rules-schema.ts';
import { fields, listOf, oneOf, Text } from './fields.ts';

/** Document that holds the config file's content where the store is not beside the file: in AWS. */
export const CONFIG = 'config';

/** A heading with all its lines commented out is null in YAML. */
function orNothing<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(
    v.unknown(),
    v.transform((value) => value ?? {}),
    schema,
  );
}

/** Everything that the config file can say. Absent parts are as if nobody had an opinion. */
export const ConfigSchema = fields({
  rules: v.optional(orNothing(RulesSchema), {}),
  sports: v.optional(orNothing(SportsSchema), {}),
  prefer: v.optional(listOf(Text), []),
  'on-likely-duplicate': v.optional(oneOf(['skip', 'upload']), 'skip'),
  notify: v.optional(v.array(ChannelSchema, 'should be a list, each entry with `type` and `url`'), []),
  heartbeat: v.optional(SecretUrl),
});
export type Config = v.InferOutput<typeof ConfigSchema>;

export const NO_CONFIG: Config = v.parse(ConfigSchema, {});

/** What a store holds; null where it is none that this version understands. */
export function readConfig(stored: unknown): Config | null {
  const parsed = v.safeParse(ConfigSchema, stored);
  return parsed.success ? parsed.output : null;
}
