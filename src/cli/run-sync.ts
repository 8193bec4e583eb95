import { accountStatus } from '../sync/accounts/account-status.ts';
import type { Config } from '../sync/config/config.ts';
import { namedTypes } from '../sync/config/named-types.ts';
import { ToolError } from '../sync/errors.ts';
import { forecast } from '../sync/forecast.ts';
import type { Plan, SyncPorts } from '../sync/planning.ts';
import type { Store } from '../sync/ports.ts';
import { READS_FOR_A_PERSON } from '../sync/quota-budget.ts';
import { type SyncOutcome, sync } from '../sync/sync.ts';
import { openAnnouncing } from './announce.ts';
import type { SyncFlags } from './commands/sync.ts';
import { loadConfig } from './config-file.ts';
import type { Context } from './context.ts';
import { type ExitCode, exitCodeOfRun } from './exit-code.ts';
import { note, noteUnknownTypes } from './note.ts';
import { openPorts } from './ports.ts';
import { accountNotes } from './present/account-notes.ts';
import { columnsOf, wrap } from './present/columns.ts';
import { errorView } from './present/error-view.ts';
import { outlookText } from './present/outlook.ts';
import { planView } from './present/plan-view.ts';
import { openProgress, type Progress } from './present/progress.ts';
import { lookOf, painter } from './present/style.ts';
import { INTERRUPTED, summary } from './present/summary.ts';
import { syncCommandLine } from './present/sync-command-line.ts';
import { syncJson } from './present/sync-json.ts';
import { readSettings, type Settings } from './settings.ts';
import { syncOptions } from './sync-options.ts';

/** More uploads than this are asked about first: Strava has no way for a program to take them back. */
const ASK_ABOVE = 20;

/** `garmin2strava sync`. @throws ToolError when there is no plan at all */
export async function runSync(context: Context, flags: SyncFlags): Promise<ExitCode> {
  const { stdout, stderr, env, clock } = context;
  const settings = await readSettings(env);
  const { config } = await loadConfig(settings);
  noteUnknownTypes(context, namedTypes({ rules: flags.rules }));
  const progress = await openProgress({ stderr, paint: painter(stderr, env), isQuiet: Boolean(flags.json), clock });
  const reservedReads = context.prompts ? 0 : READS_FOR_A_PERSON;
  const ports = await openPorts(settings, context, {
    readOnly: flags.dryRun ?? false,
    reservedReads,
    from: flags.from,
  });
  const told = { settings, config, store: ports.store };
  try {
    const outcome = await carryOut(context, flags, { ports, config, progress });
    progress.stop();
    if (flags.json) stdout.write(syncJson(outcome, ports.target.quota()));
    else stdout.write(summary(outcome, { ...lookOf(context), command: syncCommandLine(flags) }));
    if (flags.json && outcome.interrupted) stderr.write(`${INTERRUPTED}\n`);
    await tellOthers(context, flags, told, outcome.trouble);
    if (outcome.trouble) {
      const look = { debug: Boolean(env.G2S_DEBUG), columns: columnsOf(stderr) };
      stderr.write(errorView(outcome.trouble, painter(stderr, env), look));
    }
    return exitCodeOfRun(outcome, flags.detailedExitcode ?? false);
  } catch (error) {
    if (error instanceof ToolError) await tellOthers(context, flags, told, error);
    throw error;
  } finally {
    progress.stop();
  }
}

interface Parts {
  readonly ports: Omit<SyncPorts, 'report'>;
  readonly config: Config;
  readonly progress: Progress;
}

function carryOut(context: Context, flags: SyncFlags, { ports, config, progress }: Parts): Promise<SyncOutcome> {
  const { stdout, clock, signal, prompts } = context;
  const report: SyncPorts['report'] = (event) => {
    progress.report(event);
    if (event.type === 'planned' && !flags.json)
      stdout.write(planView(event.plan, lookOf(context), { all: flags.only !== undefined, sports: config.sports }));
  };
  return sync(
    { ...ports, report },
    {
      ...syncOptions(flags, config, clock.now()),
      signal,
      dryRun: flags.dryRun ?? false,
      waits: Boolean(flags.wait || (prompts && !flags.json)),
      confirm: async (plan) => {
        if (!flags.json) await tellOutlook(plan, ports, context);
        return confirm(plan, context, flags, progress.stop);
      },
    },
  );
}

/** Tells the person that a login is about to end and, where there is none, those who want to hear of the run. */
async function tellOthers(
  context: Context,
  { dryRun }: SyncFlags,
  { settings, config, store }: { readonly settings: Settings; readonly config: Config; readonly store: Store },
  trouble: ToolError | null,
): Promise<void> {
  const { garmin, strava } = await accountStatus(settings, store.documents, context.clock.now());
  const isAlone = context.prompts === null && !dryRun;
  const untold = isAlone ? await openAnnouncing(context, store, config).after(trouble, async () => garmin) : [];
  note(context, [...accountNotes([garmin, strava]), ...untold.map((problem) => `Note: not told: ${problem}.`)]);
}

/** Says how long it will take, where it does not fit into what the quota leaves now. */
async function tellOutlook(plan: Plan, { target }: Pick<SyncPorts, 'target'>, { stdout, clock }: Context) {
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
