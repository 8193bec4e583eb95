import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoAccount } from '../sync/sandbox/garmin/demo-account.ts';
import { type GarminSandbox, startGarminSandbox } from '../sync/sandbox/garmin/garmin-sandbox.ts';
import { type StravaSandbox, startStravaSandbox } from '../sync/sandbox/strava/index.ts';
import type { DemoFlags } from './commands/demo.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { painter } from './present/style.ts';
import { runSync } from './run-sync.ts';
import type { Environment } from './settings.ts';

/** The recordings of the demo account reach back to 2011. */
const FLAGS = { since: 'all', rules: {}, input: false, yes: true } as const;
const BROKEN_BY_DESIGN = 1;

/** `garmin2strava demo`: the same code as `sync`, with the stand-ins' addresses in its settings. */
export async function runDemo(context: Context, { serve }: DemoFlags): Promise<ExitCode> {
  const home = await mkdtemp(join(tmpdir(), 'garmin2strava-demo-'));
  const { garmin, strava } = await startAccounts(context);
  try {
    const env = environment(garmin, strava, home);
    if (serve) return await serveUntilInterrupted(context, env, garmin);
    return await play({ ...context, env: { ...context.env, ...env } }, strava);
  } finally {
    await Promise.all([garmin.close(), strava.close()]);
    await rm(home, { recursive: true, force: true });
  }
}

async function startAccounts({ clock }: Context): Promise<{ garmin: GarminSandbox; strava: StravaSandbox }> {
  const account = await demoAccount();
  const garmin = await startGarminSandbox({ clock, activities: account.garmin, settings: { login: 'mfa' } });
  const strava = await startStravaSandbox({ clock });
  for (const seed of account.strava) strava.addActivity(seed);
  return { garmin, strava };
}

/** Whatever the user's own accounts are, none of it takes part. */
function environment(garmin: GarminSandbox, strava: StravaSandbox, home: string): Environment {
  return {
    G2S_HOME: home,
    G2S_PROFILE: 'demo',
    G2S_GARMIN_API_KEY: garmin.apiKey,
    G2S_GARMIN_PERSONAL_API_URL: garmin.url,
    G2S_GARMIN_API_URL: garmin.url,
    G2S_GARMIN_SSO_URL: garmin.url,
    G2S_GARMIN_DI_URL: garmin.url,
    G2S_STRAVA_CLIENT_ID: strava.app.clientId,
    G2S_STRAVA_CLIENT_SECRET: strava.app.clientSecret,
    G2S_STRAVA_REFRESH_TOKEN: strava.issueTokens().refreshToken,
    G2S_STRAVA_API_URL: strava.apiUrl,
    G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
  };
}

async function play(context: Context, strava: StravaSandbox): Promise<ExitCode> {
  const { stdout, env, signal } = context;
  const paint = painter(stdout, env);
  const chapter = (title: string) => stdout.write(`\n${paint(['bold', 'cyan'], title)}\n\n`);
  stdout.write('Stand-ins of Garmin and Strava run on this machine.\nThe files are real recordings of watches.\n');
  chapter('1. garmin2strava sync --since all --dry-run');
  await runSync(context, { ...FLAGS, dryRun: true });
  chapter('2. garmin2strava sync --since all');
  const first = await runSync(context, FLAGS);
  const uploads = strava.uploads.length;
  chapter('3. The same again: everything is known, nothing is uploaded');
  const second = await runSync(context, FLAGS);
  if (signal.aborted) return EXIT.interrupted;
  const isAsMeant = first === EXIT.someFailed && second === EXIT.done && strava.uploads.length === uploads;
  if (!isAsMeant) return EXIT.unexpected;
  stdout.write(
    `\nThat was all: ${uploads} files uploaded, and ${BROKEN_BY_DESIGN} refused because it is broken by design.\n`,
  );
  return EXIT.done;
}

async function serveUntilInterrupted(
  { stdout, signal }: Context,
  env: Environment,
  { account }: GarminSandbox,
): Promise<ExitCode> {
  const lines = [
    ...Object.entries(env).map(([name, value]) => `export ${name}=${value}`),
    '',
    '# Type these into another terminal, then: garmin2strava sync --since all',
    `# To try \`garmin2strava auth\`: ${account.email}, password ${account.password}, code ${account.mfaCode}.`,
    '# Ctrl-C ends the stand-ins.',
  ];
  stdout.write(`${lines.join('\n')}\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return EXIT.done;
}
