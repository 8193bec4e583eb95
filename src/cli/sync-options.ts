import * as v from 'valibot';
import { actionsFor } from '../sync/actions.ts';
import type { Config } from '../sync/config/config.ts';
import { UsageError } from '../sync/errors.ts';
import type { Rules } from '../sync/rules.ts';
import { RulesSchema } from '../sync/rules-schema.ts';
import type { SyncOptions } from '../sync/sync.ts';
import type { Instant } from '../sync/time.ts';
import type { SyncFlags } from './commands/sync.ts';
import { parseRange } from './dates.ts';

/** What a run is to do: as the options say, else as the config file does. @throws UsageError */
export function syncOptions(
  { since: given, from: folder, until, limit, onLikelyDuplicate, rules, only }: SyncFlags,
  config: Config,
  now: Instant,
): Omit<SyncOptions, 'dryRun' | 'confirm'> {
  // Who names a folder means all that is in it.
  const since = given ?? (folder === undefined ? undefined : 'all');
  const range = parseRange({ since: since === 'all' ? undefined : since, until }, now);
  return {
    since: since === 'all' ? 'all' : range.since,
    until: range.until,
    rules: { ...config.rules, ...ruleFlags(rules) },
    limit: limit ?? null,
    ...(only && { only }),
    onLikelyDuplicate: onLikelyDuplicate ?? config['on-likely-duplicate'],
    prefer: config.prefer,
    actions: (activity) => actionsFor(config.sports, activity),
  };
}

function ruleFlags(flags: SyncFlags['rules']): Rules {
  const parsed = v.safeParse(RulesSchema, flags);
  if (parsed.success) return parsed.output;
  const [{ message, path }] = parsed.issues;
  throw new UsageError({
    message: `--${path?.[0]?.key} ${message}.`,
    hint: 'See `garmin2strava sync --help`.',
  });
}
