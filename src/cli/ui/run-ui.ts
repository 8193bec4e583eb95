import type { UiFlags } from '../commands/ui.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readSettings } from '../settings.ts';
import { openDashboard } from './dashboard.ts';
import { serveDashboard } from './dashboard-server.ts';
import { activityDesk } from './desk.ts';

/** `garmin2strava ui`, until Ctrl-C. @throws UsageError when the port is in use */
export async function runUi(context: Context, { port = 0, browser }: UiFlags): Promise<ExitCode> {
  const { env, stdout, stderr, randomBytes, signal, openBrowser } = context;
  const settings = await readSettings(env);
  const dashboard = await openDashboard(settings, context, activityDesk(settings, context));
  const server = await serveDashboard(dashboard, { port, randomBytes, signal });
  try {
    stdout.write(`${server.url}\n`);
    stderr.write('The dashboard is at this address, on this machine only. Ctrl-C ends it.\n');
    if (browser) await openBrowser(server.urlForBrowser);
    await interrupted(signal);
    // An upload that has begun is brought to its end; whatever waits for its turn is not begun.
    await dashboard.idle();
    stderr.write('The dashboard has ended. `garmin2strava ui` opens it again.\n');
  } finally {
    await server.close();
  }
  return EXIT.interrupted;
}

function interrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
