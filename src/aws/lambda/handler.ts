import { AuthRequiredError, ToolError } from '../../sync/errors.ts';
import { runTick, type TickResult } from '../../sync/tick.ts';
import { SECOND, systemClock } from '../../sync/time.ts';
import { announceTick } from './announce.ts';
import { noteRun } from './run-status.ts';
import { openRuntime, type Runtime } from './runtime.ts';
import { type TickReport, tickReport } from './tick-report.ts';

/** With this much time left no new activity is begun; what is left is the next tick's. */
const RESERVE = 10 * SECOND;

interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

let runtime: Runtime | null = null;

/**
 * Lambda's entry. Runs one tick and prints one line of JSON about it. Never signs in anywhere; expected trouble is
 * reported, not thrown, for the next minute is the retry.
 */
export async function handler(event: unknown, context: LambdaContext): Promise<TickReport> {
  const startedAt = systemClock.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), Math.max(0, context.getRemainingTimeInMillis() - RESERVE));
  try {
    const dryRun = isDryRun(event);
    const result = await attempt({ dryRun, signal: deadline.signal });
    const report = await told(await noted(tickReport(result, startedAt, systemClock.now()), dryRun), result, dryRun);
    process.stdout.write(`${JSON.stringify(report)}\n`);
    // A new login may come by another way than the old one: the next tick begins from the store.
    if (result.kind === 'trouble' && result.error instanceof AuthRequiredError) runtime = null;
    return report;
  } finally {
    clearTimeout(timer);
  }
}

async function attempt(request: { readonly dryRun: boolean; readonly signal: AbortSignal }): Promise<TickResult> {
  try {
    runtime ??= await openRuntime({ env: process.env, clock: systemClock, fetch: globalThis.fetch });
    return await runTick(runtime.ports, runtime.memory, { ...request, config: runtime.config });
  } catch (error) {
    if (error instanceof ToolError) return { kind: 'trouble', error };
    throw error;
  }
}

/** The report, once the store knows of it. */
async function noted(report: TickReport, dryRun: boolean): Promise<TickReport> {
  if (!runtime || dryRun) return report;
  try {
    runtime.status = await noteRun(runtime.ports.store.documents, report, systemClock.now(), runtime.status);
    return report;
  } catch (error) {
    if (error instanceof ToolError) return { ...report, note: `The status could not be stored: ${error.message}` };
    throw error;
  }
}

/** The report, once those who want to hear of it have. */
async function told(report: TickReport, result: TickResult, dryRun: boolean): Promise<TickReport> {
  if (!runtime || dryRun) return report;
  const problems = await announceTick(runtime, result);
  return problems.length > 0 ? { ...report, note: `Not told: ${problems.join('; ')}` } : report;
}

function isDryRun(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'dryRun' in event && event.dryRun === true;
}
