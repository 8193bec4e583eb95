import { stringify } from 'yaml';
import { monthlyCost } from '../../aws/deploy/cost.ts';
import { CONFIG_TEMPLATE } from '../../sync/config/config-template.ts';
import { type AuthSession, openAuth } from '../auth/auth-session.ts';
import { connectGarmin } from '../auth/connect-garmin.ts';
import { connectStrava } from '../auth/connect-strava.ts';
import { STANDARD_PORT } from '../auth/standard-port.ts';
import { makeConfigFile } from '../config/run-config.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { dollars } from '../present/deploy-view.ts';
import { unknownTypes } from '../present/unknown-types.ts';
import { runSync } from '../run-sync.ts';
import { ACTIONS } from './menu-actions.ts';
import { type MenuState, readMenuState } from './menu-state.ts';

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
    if (isDone(await readMenuState(context))) continue;
    session.say(`\n${at + 1}. ${title}\n`);
    await run(session);
  }
  session.say(`\n${STEPS.length + 1}. The plan\n`);
  const preview = await runSync(context, { rules: {}, input: true, dryRun: true });
  if (preview !== EXIT.done) return preview;
  return goLive(context, session);
}

async function goLive(context: Context, { prompts, say }: AuthSession): Promise<ExitCode> {
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
  if (choice !== 'later') return ACTIONS[choice].run(context);
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

function typesOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
