import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../../../src/sync/time.ts';
import { startBinary } from '../../support/binary.ts';
import { openPage } from '../../support/browser.ts';
import { freePort } from '../../support/free-port.ts';
import { testWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const test = testWith('chromium');
const WIDTHS = [320, 1280];
const SCHEMES = ['light', 'dark'] as const;

/** `auth strava` in a process of its own, waiting, with Strava's consent page open in a real browser. */
async function atConsentPage() {
  const strava = await startStravaSandbox({ clock: systemClock });
  onTestFinished(() => strava.close());
  const home = await temporaryFolder();
  const opened = join(home, 'opened');
  // What a desktop would start to show an address.
  const browser = join(home, 'browser');
  await writeFile(browser, `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`);
  await chmod(browser, 0o700);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    G2S_HOME: home,
    BROWSER: browser,
    G2S_STRAVA_CLIENT_ID: strava.app.clientId,
    G2S_STRAVA_CLIENT_SECRET: strava.app.clientSecret,
    G2S_STRAVA_API_URL: strava.apiUrl,
    G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
  };
  const auth = startBinary(env, 'auth', 'strava', '--port', String(await freePort()));
  onTestFinished(() => void auth.child.kill('SIGKILL'));
  const [, url = ''] = await auth.waitFor(/go to:\n(\S+)\n[\s\S]*Waiting/);
  const { page, complaints } = await openPage();
  await page.goto(url);
  return { strava, auth, page, complaints, url, opened };
}

interface Look {
  readonly overflow: number;
  readonly contrast: number;
  readonly isStyled: boolean;
  readonly isDark: boolean;
}

/** Runs in the browser, which has what the compiler does not know here. */
const LOOK = `(() => {
  const of = (name) => getComputedStyle(document.querySelector(name));
  const light = (colour) => colour.match(/\\d+/g).slice(0, 3).reduce((sum, it) => sum + Number(it), 0);
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    contrast: Math.abs(light(of('h1').color) - light(of('main').backgroundColor)),
    isStyled: of('main').borderRadius !== '0px',
    isDark: light(of('body').backgroundColor) < 384,
  };
})()`;

/** Nothing sticks out on a phone or a desk, and the text is readable in both colour schemes. */
async function expectHandsome(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize({ width, height: 700 });
      await page.emulateMedia({ colorScheme });
      const look = await page.evaluate<Look>(LOOK);
      expect(look).toMatchObject({ overflow: 0, isStyled: true, isDark: colorScheme === 'dark' });
      expect(look.contrast).toBeGreaterThan(450);
    }
  }
}

test('from the opened address through the consent page to the success page', async () => {
  const { strava, auth, page, complaints, url, opened } = await atConsentPage();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await page.getByRole('heading', { name: 'Strava is connected' }).waitFor();
  await expectHandsome(page);
  const { code, stdout, stderr } = await auth.done;
  expect(code).toBe(0);
  expect(stdout).toBe('Strava is connected: Sandy Box (athlete 42004200).\n');
  expect(stderr).toContain('Next: garmin2strava auth garmin');
  expect(await readFile(opened, 'utf8')).toBe(url);
  expect(complaints).toEqual([]);
  expect(strava.count('GET', /\/athlete$/)).toBe(1);
  // The server is gone, and with it the page.
  await expect(page.reload()).rejects.toThrow(/ERR_CONNECTION_REFUSED/);
}, 60_000);

test('a refusal on the consent page', async () => {
  const { auth, page, complaints } = await atConsentPage();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('heading', { name: 'Not connected' }).waitFor();
  await expectHandsome(page);
  const { code, stderr } = await auth.done;
  expect(code).toBe(4);
  expect(stderr).toContain("Error: Access was refused on Strava's page.");
  expect(complaints).toEqual([]);
}, 60_000);

test('an unticked permission is named, and its code is not exchanged', async () => {
  const { strava, auth, page } = await atConsentPage();
  await page.getByRole('checkbox', { name: /private activities/ }).uncheck();
  await page.getByRole('button', { name: 'Authorize' }).click();
  await page.getByRole('heading', { name: 'A permission is missing' }).waitFor();
  expect(await page.getByRole('listitem').allTextContents()).toEqual([
    'View data about your private activities (activity:read_all)',
  ]);
  await expectHandsome(page);
  const { code, stderr } = await auth.done;
  expect(code).toBe(4);
  expect(stderr).toContain('Strava was not given the permission activity:read_all.');
  expect(strava.count('POST', /token$/)).toBe(0);
}, 60_000);

test('an app without subscription is named with the page to visit, in browser and terminal', async () => {
  const { strava, auth, page } = await atConsentPage();
  strava.settings.inactive = true;
  await page.getByRole('button', { name: 'Authorize' }).click();
  await page.getByRole('heading', { name: 'That did not work' }).waitFor();
  expect(await page.getByRole('main').textContent()).toContain('https://www.strava.com/subscribe');
  await expectHandsome(page);
  const { code, stderr } = await auth.done;
  expect(code).toBe(6);
  expect(stderr).toContain('paid Strava subscription');
}, 60_000);
