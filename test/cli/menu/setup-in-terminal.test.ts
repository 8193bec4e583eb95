import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { DAY, HOUR, systemClock } from '../../../src/sync/time.ts';
import { accountEnv } from '../../support/account-env.ts';
import { BIN } from '../../support/binary.ts';
import { gpxRun } from '../../support/gpx.ts';
import { testWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTerminal } from '../../support/terminal.ts';

const test = testWith('tmux');
const BROWSER = fileURLToPath(new URL('../../support/agreeing-browser.mjs', import.meta.url));

/** A new user with a real terminal, and nothing but a browser. */
async function open(columns: number, { isConnected = false } = {}) {
  const now = systemClock.now();
  const yoga = gpxRun(10_000_000_002, now - DAY, {
    row: { activityType: { typeId: 1, typeKey: 'yoga', parentTypeId: 29 } },
  });
  const garmin = await startGarminSandbox({
    clock: systemClock,
    activities: [gpxRun(10_000_000_001, now - HOUR), yoga, gpxRun(10_000_000_003, now - 90 * DAY)],
  });
  const strava = await startStravaSandbox({ clock: systemClock, settings: { processingMs: 0 } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const home = await temporaryFolder();
  const browser = join(home, 'browser');
  await writeFile(browser, `#!/bin/sh\nexec '${process.execPath}' '${BROWSER}' "$1"\n`);
  await chmod(browser, 0o700);
  const terminal = await openTerminal({
    columns,
    rows: 50,
    env: {
      HOME: home,
      G2S_HOME: home,
      BROWSER: browser,
      G2S_GARMIN_PERSONAL_API_URL: garmin.url,
      G2S_STRAVA_API_URL: strava.apiUrl,
      G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
      ...(isConnected && accountEnv(garmin, strava)),
    },
  });
  const enter = async (text = '') => {
    await terminal.type(text);
    await terminal.press('Enter');
  };
  let runs = 0;
  const start = async () => {
    runs += 1;
    await enter(`'${process.execPath}' '${BIN}'; echo "run ${runs} ended with $?"`);
  };
  /** Ctrl-C at a question, and a new start. */
  const abort = async () => {
    await terminal.press('C-c');
    await terminal.waitFor(`run ${runs} ended with 130`);
    await start();
  };
  return { garmin, strava, home, terminal, enter, start, abort };
}

test('from nothing to the first upload, broken off at each question: each start goes on where the last one was', async () => {
  const { garmin, strava, home, terminal, enter, start, abort } = await open(80);
  await start();
  const again = async (question: RegExp | string) => {
    await terminal.waitFor(question);
  };
  await again('How shall this tool read your Garmin activities?');
  await abort();
  await again(/shall this tool read[\s\S]*shall this tool read/);
  await enter();
  await again('? Personal API key:');
  await abort();
  await again(/(shall this tool read[\s\S]*){3}/);
  await enter();
  await again(/(\? Personal API key:[\s\S]*){2}/);
  await enter('a-wrong-key');
  await again(/all of it, or make a new one/);
  await enter(garmin.apiKey);
  await again('How long does the key hold?');
  await abort();
  // A key that is good is kept at once: Garmin shows it only once.
  await again('1. Garmin, where your activities are: done');

  await again('Client ID:');
  await abort();
  // Garmin is connected and not asked about any more.
  await again(/(Client ID:[\s\S]*){2}/);
  await enter(strava.app.clientId);
  await again('Client Secret:');
  await abort();
  await again(/(Client ID:[\s\S]*){3}/);
  await enter(strava.app.clientId);
  await again(/(Client Secret:[\s\S]*){2}/);
  await enter(strava.app.clientSecret);

  await again('Which activities?');
  await abort();
  await again(/(Which activities\?[\s\S]*){2}/);
  await terminal.press('Down', 'Enter');
  await again('Garmin types to leave out');
  await abort();
  await again(/(Which activities\?[\s\S]*){3}/);
  await terminal.press('Down', 'Enter');
  await again(/(Garmin types to leave out[\s\S]*){2}/);
  await enter('Yoga');

  await again('How far back?');
  await abort();
  // All is connected and chosen: what is left is the plan.
  await again('3. What goes over: done');
  await again(/(How far back\?[\s\S]*){2}/);
  await enter();
  await again('1 to upload.');
  await again('And now?');
  await abort();
  await again(/(How far back\?[\s\S]*){3}/);
  await enter();
  await again(/(And now\?[\s\S]*){2}/);
  expect(strava.uploads).toHaveLength(0);
  await enter();
  await again('Done: 1 uploaded');
  expect(strava.activities.map(({ externalId }) => externalId)).toEqual(['garmin_10000000001.gpx']);
  expect(await readFile(join(home, 'default', 'config.yaml'), 'utf8')).toContain(
    'rules:\n  exclude-type:\n    - yoga\n',
  );
  await terminal.waitFor(/run \d+ ended with 0/);
  expect(await terminal.screen()).not.toContain(garmin.apiKey);
}, 120_000);

test('whoever is connected is asked what goes over and how far back; with nothing wanted yet, it is the menu from then on', async () => {
  const { strava, terminal, enter, start } = await open(80, { isConnected: true });
  await start();
  const rules = await terminal.waitFor('Which activities?');
  expect(rules).toContain('1. Garmin, where your activities are: done\n');
  expect(rules).toContain('2. Strava, where they shall go: done\n');
  await enter();
  await terminal.waitFor('How far back?');
  await terminal.press('Up', 'Enter');
  await terminal.waitFor('3 to upload.');
  await terminal.waitFor('And now?');
  await terminal.press('Up', 'Enter');
  await terminal.waitFor(/run 1 ended with 0/);
  await start();
  const menu = await terminal.waitFor('What next?');
  expect(menu.slice(menu.lastIndexOf('Garmin   '))).toContain('✓ connected');
  expect(strava.uploads).toHaveLength(0);
}, 120_000);

test('from everything that Garmin has to Strava, by Enter alone', async () => {
  const { strava, terminal, enter, start } = await open(80, { isConnected: true });
  await start();
  await terminal.waitFor('Which activities?');
  await enter();
  await terminal.waitFor('How far back?');
  await terminal.press('Up', 'Enter');
  await terminal.waitFor('And now?');
  await enter();
  await terminal.waitFor('Done: 3 uploaded');
  expect(strava.activities).toHaveLength(3);
  await terminal.waitFor(/run 1 ended with 0/);
}, 120_000);
