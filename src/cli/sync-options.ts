import * as v from 'valibot';
import { actionsFor } from '../sync/actions.ts';
import type { Config } from '../sync/config/config.ts';
import { UsageError } from '../sync/errors.ts';
import type { Rules } from '../sync/rules.ts';
import { RulesSchema } from '../sync/rules-schema.ts';
import type { SyncOptions } from '../sync/sync.ts';
import type { Instant } from '../sync/time.ts';
import type { SyncFlags } from './commands/sync.ts';
import { isUpsideDown, parseBound } from './dates.ts';

/** What a run is to do: as the options say, else as the config file does. @throws UsageError */
export function syncOptions(
  { since: given, from: folder, until, limit, onLikelyDuplicate, rules, only }: SyncFlags,
  config: Config,
  now: Instant,
): Omit<SyncOptions, 'dryRun' | 'confirm'> {
  // Who names a folder means all that is in it.
  const since = given ?? (folder === undefined ? undefined : 'all');
  const from = since === undefined || since === 'all' ? (since ?? null) : parseBound(since, '--since', now);
  const to = until === undefined ? null : parseBound(until, '--until', now);
  if (from !== null && from !== 'all' && to !== null && isUpsideDown(from, to)) throw upsideDown(since, until);
  return {
    since: from,
    until: to,
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

function upsideDown(since: string | undefined, until: string | undefined): UsageError {
  return new UsageError({
    message: `--since ${since} is later than --until ${until}: nothing lies between them.`,
    hint: 'Give the earlier one to --since.',
  });
}
