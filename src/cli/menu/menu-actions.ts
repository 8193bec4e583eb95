import { STANDARD_PORT } from '../auth/standard-port.ts';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-code.ts';
import type { Choice } from '../prompts.ts';
import type { MenuState } from './menu-state.ts';

interface MenuAction {
  readonly name: string;
  /** The higher, the more sensible it is now; null: not offered. */
  readonly weight: (state: MenuState) => number | null;
  readonly run: (context: Context) => Promise<ExitCode>;
}

const SYNC = { rules: {}, input: true } as const;
const CONNECT = { input: true, browser: true, port: STANDARD_PORT } as const;

const isIll = (account: MenuState['garmin']) => account?.health === 'needs-login' || account?.health === 'ends-soon';

/** Everything that the menu can do, each by the command's own code. */
export const ACTIONS = {
  garmin: {
    name: 'Connect Garmin anew',
    weight: ({ garmin }) => (isIll(garmin) ? 100 : 5),
    run: async (context) => {
      const { connectGarminOnly } = await import('../auth/run-auth.ts');
      return connectGarminOnly(context, CONNECT);
    },
  },
  strava: {
    name: 'Connect Strava anew',
    weight: ({ strava }) => (isIll(strava) ? 90 : 4),
    run: async (context) => {
      const { connectStravaOnly } = await import('../auth/run-auth.ts');
      return connectStravaOnly(context, CONNECT);
    },
  },
  preview: {
    name: 'Preview: show what a sync would do',
    weight: ({ known, deployment }) => (known > 0 || deployment ? 40 : 80),
    run: async (context) => {
      const { runSync } = await import('../run-sync.ts');
      return runSync(context, { ...SYNC, dryRun: true });
    },
  },
  sync: {
    name: 'Sync: bring over what is new',
    weight: ({ deployment }) => (deployment ? 35 : 70),
    run: async (context) => {
      const { runSync } = await import('../run-sync.ts');
      return runSync(context, SYNC);
    },
  },
  retry: {
    name: 'Try again what has failed',
    weight: ({ failed }) => (failed > 0 ? 65 : null),
    run: async (context) => {
      const { runRetry } = await import('../activity/run-retry.ts');
      return runRetry(context, undefined, { input: true });
    },
  },
  status: {
    name: 'How the deployment is doing',
    weight: ({ deployment }) => (deployment ? 60 : null),
    run: async (context) => {
      const { showStatus } = await import('../aws/show-deployment.ts');
      return showStatus(context, {});
    },
  },
  deploy: {
    name: 'Deploy to AWS: every minute, with this machine off',
    weight: ({ deployment }) => (deployment ? 10 : 30),
    run: async (context) => {
      const { runDeploy } = await import('../aws/run-deploy.ts');
      return runDeploy(context, { input: true });
    },
  },
  watch: {
    name: 'Watch: every minute on this machine, until Ctrl-C',
    weight: ({ deployment }) => (deployment ? null : 25),
    run: async (context) => {
      const { runWatch } = await import('../run-watch.ts');
      return runWatch(context, SYNC);
    },
  },
  history: {
    name: 'History: what became of each activity',
    weight: ({ known }) => (known > 0 ? 20 : null),
    run: async (context) => {
      const { runHistory } = await import('../activity/run-history.ts');
      return runHistory(context, { limit: 20 });
    },
  },
  ui: {
    name: 'See it in the browser',
    weight: ({ known }) => (known > 0 ? 22 : null),
    run: async (context) => {
      const { runUi } = await import('../ui/run-ui.ts');
      return runUi(context, { port: 0, browser: true });
    },
  },
  config: {
    name: 'Rules, titles and notices: edit the config file',
    weight: () => 15,
    run: async (context) => {
      const { editConfig } = await import('../config/run-config.ts');
      return editConfig(context);
    },
  },
} as const satisfies Readonly<Record<string, MenuAction>>;

export type ActionName = keyof typeof ACTIONS;

/** What can be done now, the most sensible first. */
export function choicesFor(state: MenuState): readonly Choice<ActionName>[] {
  const names = Object.keys(ACTIONS) as ActionName[];
  return names
    .flatMap((value) => {
      const { name, weight }: MenuAction = ACTIONS[value];
      const found = weight(state);
      return found === null ? [] : [{ value, name, weight: found }];
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ value, name }) => ({ value, name }));
}
