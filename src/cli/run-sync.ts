import { accountStatus } from '../sync/accounts/account-status.ts';
import { UsageError } from '../sync/errors.ts';
import { forecast } from '../sync/forecast.ts';
import type { Plan, SyncPorts } from '../sync/planning.ts';
import type { Store } from '../sync/ports.ts';
import { READS_FOR_A_PERSON } from '../sync/quota-budget.ts';
import { type SyncOptions, sync } from '../sync/sync.ts';
import type { Instant } from '../sync/time.ts';
import type { SyncFlags } from './commands/sync.ts';
import type { Context } from './context.ts';
import { isUpsideDown, parseBound } from './dates.ts';
import { type ExitCode, exitCodeOfRun } from './exit-code.ts';
import { openPorts } from './ports.ts';
import { accountNotes } from './present/account-notes.ts';
import { columnsOf, wrap } from './present/columns.ts';
import { errorView } from './present/error-view.ts';
import { outlookText } from './present/outlook.ts';
import { planView } from './present/plan-view.ts';
import { openProgress } from './present/progress.ts';
import { painter } from './present/style.ts';
import { summary } from './present/summary.ts';
import { syncCommandLine } from './present/sync-command-line.ts';
import { syncJson } from './present/sync-json.ts';
import { unknownTypes } from './present/unknown-types.ts';
import { readSettings, type Settings } from './settings.ts';

/** More uploads than this are asked about first: Strava has no way for a program to take them back. */
const ASK_ABOVE = 20;

/** `garmin2strava sync`. @throws ToolError when there is no plan at all */
export async function runSync(context: Context, flags: SyncFlags): Promise<ExitCode> {
  const { stdout, stderr, env, clock } = context;
  const settings = await readSettings(env);
  const dryRun = flags.dryRun ?? false;
  noteUnknownTypes(context, flags);
  const options = syncOptions(flags, clock.now(), context.signal);
  const paint = painter(stdout, env);
  const progress = await openProgress({ stderr, paint: painter(stderr, env), isQuiet: Boolean(flags.json), clock });
  const reservedReads = context.prompts ? 0 : READS_FOR_A_PERSON;
  const ports = await openPorts(settings, context, { readOnly: dryRun, reservedReads });
  try {
    const outcome = await sync(
      {
        ...ports,
        report: (event) => {
          progress.report(event);
          if (event.type !== 'planned' || flags.json) return;
          stdout.write(planView(event.plan, { paint, columns: columnsOf(stdout) }));
        },
      },
      {
        ...options,
        dryRun,
        waits: Boolean(flags.wait || (context.prompts && !flags.json)),
        confirm: async (plan) => {
          await tellOutlook(plan, ports, context, flags);
          return confirm(plan, context, flags, progress.stop);
        },
      },
    );
    progress.stop();
    if (flags.json) stdout.write(syncJson(outcome, ports.target.quota()));
    else stdout.write(summary(outcome, { paint, columns: columnsOf(stdout), command: syncCommandLine(flags) }));
    await noteAccounts(context, settings, ports.store);
    if (outcome.trouble) {
      const look = { debug: Boolean(env.G2S_DEBUG), columns: columnsOf(stderr) };
      stderr.write(errorView(outcome.trouble, painter(stderr, env), look));
    }
    return exitCodeOfRun(outcome, flags.detailedExitcode ?? false);
  } finally {
    progress.stop();
  }
}

/** Says in time that a login is about to end. */
async function noteAccounts({ stderr, env, clock }: Context, settings: Settings, { documents }: Store): Promise<void> {
  const { garmin, strava } = await accountStatus(settings, documents, clock.now());
  for (const note of accountNotes([garmin, strava])) {
    stderr.write(`${wrap(painter(stderr, env)('yellow', note), columnsOf(stderr))}\n`);
  }
}

function syncOptions(flags: SyncFlags, now: Instant, signal: AbortSignal): Omit<SyncOptions, 'dryRun' | 'confirm'> {
  const { since, until, type, excludeType, limit, onLikelyDuplicate } = flags;
  const from = since === undefined || since === 'all' ? (since ?? null) : parseBound(since, '--since', now);
  const to = until === undefined ? null : parseBound(until, '--until', now);
  if (from !== null && from !== 'all' && to !== null && isUpsideDown(from, to)) throw upsideDown(since, until);
  return {
    since: from,
    until: to,
    rules: { ...(type && { types: type }), ...(excludeType && { excludeTypes: excludeType }) },
    limit: limit ?? null,
    onLikelyDuplicate,
    signal,
  };
}

/** Garmin adds types now and then, so one that is not known here may be right. */
function noteUnknownTypes({ stderr, env }: Context, { type = [], excludeType = [] }: SyncFlags): void {
  for (const unknown of unknownTypes([...type, ...excludeType])) {
    stderr.write(`${wrap(painter(stderr, env)('yellow', unknown), columnsOf(stderr))}\n`);
  }
}

function upsideDown(since: string | undefined, until: string | undefined): UsageError {
  return new UsageError({
    message: `--since ${since} is later than --until ${until}: nothing lies between them.`,
    hint: 'Give the earlier one to --since.',
  });
}

/** Says how long it will take, where it does not fit into what the quota leaves now. */
async function tellOutlook(
  plan: Plan,
  { target }: Pick<SyncPorts, 'target'>,
  { stdout, clock }: Context,
  flags: SyncFlags,
) {
  if (flags.json) return;
  const uploads = plan.decisions.filter(({ kind }) => kind === 'upload');
  const room = await target.room();
  if (uploads.length <= room.uploads) return;
  stdout.write(`${wrap(outlookText(uploads, forecast(uploads.length, room, clock.now())), columnsOf(stdout))}\n`);
}

async function confirm(plan: Plan, context: Context, flags: SyncFlags, stop: () => void): Promise<boolean> {
  const uploads = plan.decisions.filter(({ kind }) => kind === 'upload').length;
  const { prompts } = context;
  if (uploads <= ASK_ABOVE || flags.yes || flags.json || !flags.input || !prompts) return true;
  stop();
  return prompts.confirm({
    message: `Upload ${uploads} activities? Strava lets no program delete them again.`,
    standard: false,
    without: 'Add --yes.',
  });
}
