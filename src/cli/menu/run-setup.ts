import { stringify } from 'yaml';
import { monthlyCost } from '../../aws/deploy/cost.ts';
import { CONFIG_TEMPLATE } from '../../sync/config/config-template.ts';
import { overwrite } from '../../sync/documents.ts';
import { type AuthSession, openAuth } from '../auth/auth-session.ts';
import { connectGarmin } from '../auth/connect-garmin.ts';
import { connectStrava } from '../auth/connect-strava.ts';
import { STANDARD_PORT } from '../auth/standard-port.ts';
import type { SyncFlags } from '../commands/sync.ts';
import { makeConfigFile } from '../config/run-config.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { dollars } from '../present/deploy-view.ts';
import { unknownTypes } from '../present/unknown-types.ts';
import { runSync } from '../run-sync.ts';
import { ACTIONS } from './menu-actions.ts';
import { type MenuState, readMenuState, SET_UP } from './menu-state.ts';

const CONNECT = { browser: true, port: STANDARD_PORT } as const;

/** The steps from nothing to a first sync. One that is done is passed over, so that a set-up that broke off goes on. */
const STEPS: readonly {
  readonly title: string;
  readonly isDone: (state: MenuState) => boolean;
  readonly run: (session: AuthSession) => Promise<void>;
}[] = [
  {
    title: 'Garmin, where your activities are',
    isDone: ({ garmin }) => garmin?.health === 'ok' || garmin?.health === 'ends-soon',
    run: (session) => connectGarmin(session, CONNECT),
  },
  {
    title: 'Strava, where they shall go',
    isDone: ({ strava }) => strava?.health === 'ok',
    run: (session) => connectStrava(session, CONNECT),
  },
  { title: 'What goes over', isDone: ({ hasConfig }) => hasConfig, run: askRules },
];

/**
 * The way from nothing to scheduled: connect both, choose what goes over, see the plan, and let it run. Whenever it is
 * broken off, the next start goes on where it was.
 * @throws ToolError
 */
export async function runSetup(context: Context): Promise<ExitCode> {
  const session = await openAuth(context, { input: true });
  session.say(
    'Four steps, and nothing is uploaded before you have seen the plan. Ctrl-C ends it at any point; `garmin2strava` then goes on where it was.',
  );
  for (const [at, { title, isDone, run }] of STEPS.entries()) {
    const isThere = isDone(await readMenuState(context));
    session.say(`\n${at + 1}. ${title}${isThere ? ': done' : '\n'}`);
    if (!isThere) await run(session);
  }
  session.say(`\n${STEPS.length + 1}. The plan\n`);
  const range = await askRange(session);
  const preview = await runSync(context, { rules: {}, input: true, dryRun: true, ...range });
  if (preview !== EXIT.done) return preview;
  return goLive(context, session, range);
}

/** How far back the first sync looks. */
type FirstRange = Pick<SyncFlags, 'since'>;

async function askRange({ prompts }: AuthSession): Promise<FirstRange> {
  const since = await prompts.choose({
    message: 'How far back?',
    without: 'Run `garmin2strava sync --since all`.',
    choices: [
      { value: 'new', name: 'The last 7 days, and whatever comes from now on' },
      { value: '30d', name: 'The last 30 days too' },
      { value: '1y', name: 'The last year too' },
      { value: 'all', name: 'Everything that Garmin has' },
    ],
  });
  return since === 'new' ? {} : { since };
}

async function goLive(context: Context, { prompts, say, store }: AuthSession, range: FirstRange): Promise<ExitCode> {
  const choice = await prompts.choose({
    message: 'And now?',
    without: 'Run `garmin2strava sync`.',
    choices: [
      { value: 'sync', name: 'Upload this now, and again whenever I say so' },
      {
        value: 'deploy',
        name: `Let AWS do it every minute, for about ${dollars(monthlyCost(1).list)} a month (needs an AWS account)`,
      },
      { value: 'watch', name: 'Do it every minute on this machine, until Ctrl-C' },
      { value: 'later', name: 'Nothing yet' },
    ],
  });
  await overwrite(store.documents, SET_UP, { at: context.clock.now() });
  if (choice === 'sync') return runSync(context, { rules: {}, input: true, ...range });
  if (choice !== 'later') {
    // What runs by itself looks at what is new; the past goes over before.
    const first = range.since === undefined ? EXIT.done : await runSync(context, { rules: {}, input: true, ...range });
    return first === EXIT.done || first === EXIT.someFailed ? ACTIONS[choice].run(context) : first;
  }
  say('Nothing was uploaded. `garmin2strava` shows what can be done next.');
  return EXIT.done;
}

async function askRules({ prompts, say, settings }: AuthSession): Promise<void> {
  const choice = await prompts.choose({
    message: 'Which activities?',
    without: 'Write a config file; see `garmin2strava config path`.',
    choices: [
      { value: 'all', name: 'All of them' },
      { value: 'some', name: 'Leave out some sports' },
    ],
  });
  const types = choice === 'all' ? [] : await askTypes({ prompts });
  const rule = stringify({ 'exclude-type': types }, { indent: 2 }).trimEnd().replaceAll(/^/gm, '  ');
  await makeConfigFile(
    settings.configFile,
    types.length === 0 ? CONFIG_TEMPLATE : CONFIG_TEMPLATE.replace(/^rules:$/m, `rules:\n${rule}`),
  );
  say(`Kept in ${settings.configFile}. \`garmin2strava config edit\` changes it: names, titles, gear, notices.`);
}

async function askTypes({ prompts }: Pick<AuthSession, 'prompts'>): Promise<readonly string[]> {
  const answer = await prompts.text({
    message: 'Garmin types to leave out (yoga, breathwork, …):',
    without: 'Write a config file; see `garmin2strava config path`.',
    check: (it) =>
      typesOf(it).length > 0 ? (unknownTypes(typesOf(it))[0] ?? null) : 'Name at least one, separated by commas.',
  });
  return typesOf(answer);
}

/** As Garmin writes them: `Trail running, yoga` are trail_running and yoga. */
function typesOf(text: string): readonly string[] {
  const names = text.includes(',') ? text.split(',') : text.split(/\s+/);
  return names.map((name) => name.trim().toLowerCase().replaceAll(/\s+/g, '_')).filter(Boolean);
}
