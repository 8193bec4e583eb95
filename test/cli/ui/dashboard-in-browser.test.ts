import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { HOUR } from '../../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench, START } from '../../support/bench.ts';
import { openPage } from '../../support/browser.ts';
import { fillLedger } from '../../support/many-records.ts';
import { testWith } from '../../support/peers.ts';
import { serveDashboardOf, storeOf } from './open-dashboard.ts';

const test = testWith('chromium');
const HOSTILE = '<img src=x onerror=alert(1)>';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'] as const;

/** The dashboard of a ledger with so many activities, in a real browser. */
async function atDashboard(
  many: number,
  activities: readonly SandboxActivity[] = [],
  options: BrowserContextOptions = {},
) {
  const bench = await openBench(activities);
  await fillLedger(storeOf(bench).ledger, many, START - HOUR);
  const dashboard = await serveDashboardOf(bench);
  const { page, complaints } = await openPage(options);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(dashboard.url);
  await page.locator('#tab-history strong').waitFor();
  return { bench, dashboard, page, complaints, asked };
}

interface Look {
  readonly overflow: number;
  readonly isDark: boolean;
  readonly faint: readonly string[];
}

/** Runs in the browser: what sticks out, and every text whose contrast is below WCAG's 4.5. */
const LOOK = `(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const channel = (it) => (it / 255 <= 0.03928 ? it / 255 / 12.92 : ((it / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const isShown = (element) => element.checkVisibility({ opacityProperty: true }) && !element.closest('.sr, :disabled');
  const texts = [...document.querySelectorAll('body *')].filter(
    (element) => !element.closest('svg') && isShown(element) &&
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()),
  );
  const contrast = (element) => {
    const pair = [luminance(numbers(getComputedStyle(element).color)), luminance(ground(element))];
    return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  };
  return {
    overflow: document.documentElement.scrollWidth - innerWidth,
    isDark: luminance(numbers(getComputedStyle(document.body).backgroundColor)) < 0.2,
    faint: texts.filter((it) => contrast(it) < 4.5).map((it) => it.className + ': ' + it.textContent.slice(0, 40)),
  };
})()`;

async function expectHandsome(page: Page): Promise<void> {
  for (const size of SIZES) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(size);
      // Without motion, so that no colour is looked at on its way to another.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await page.evaluate<Look>(LOOK)).toEqual({ overflow: 0, isDark: colorScheme === 'dark', faint: [] });
    }
  }
}

test('0 activities: every empty place says what to do next', async () => {
  const { page, complaints } = await atDashboard(0);
  const main = page.getByRole('main');
  await main.getByRole('heading', { name: 'Ready for the first sync' }).waitFor();
  await main.getByText('Make a plan to see the first.').waitFor();
  await main.getByText('No plan yet.').waitFor();
  await expectHandsome(page);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await main.getByText('Garmin has no activities in this time. Plan for a longer one.').waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await main.getByText('Nothing on record yet.').waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

test('30 activities: colours by decision, in both schemes and widths', async () => {
  const { page, complaints, asked, dashboard } = await atDashboard(30);
  expect(await page.getByRole('group', { name: 'Show only' }).getByRole('button').allTextContents()).toEqual([
    'Uploaded19',
    'Already on Strava7',
    'Waiting1',
    'Failed1',
    'Left out2',
  ]);
  expect(await page.locator('#chart .column').count()).toBeGreaterThan(20);
  await page.getByRole('tab', { name: 'History' }).click();
  expect(await page.locator('tbody tr').count()).toBe(25);
  await expectHandsome(page);
  expect(complaints).toEqual([]);
  expect(asked.filter((url) => new URL(url).origin !== dashboard.origin)).toEqual([]);
}, 60_000);

test('3,000 activities: the list comes in pages, the picture in columns, and both stay quick', async () => {
  const { page, complaints } = await atDashboard(3_000);
  await page.getByRole('tab', { name: 'History' }).click();
  expect(await page.locator('tbody tr').count()).toBe(25);
  await page.getByText('1 to 25 of 3,000').waitFor();
  await page.getByRole('button', { name: 'Last', exact: true }).click();
  await page.getByText('2,976 to 3,000 of 3,000').waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  const columns = await page.locator('#chart .column').count();
  expect(columns).toBeGreaterThan(100);
  expect(columns).toBeLessThan(500);
  expect(await page.locator('*').count()).toBeLessThan(3_000);
  await page.locator('.legend button', { hasText: 'Failed' }).click();
  await page.getByText('1 to 25 of 103').waitFor();
  expect(new Set(await page.locator('tbody .badge').allTextContents())).toEqual(new Set(['Failed']));
  await expectHandsome(page);
  expect(complaints).toEqual([]);
}, 120_000);

test('by keys alone: along the days, to the tabs, into the list and to a button', async () => {
  const { bench, page } = await atDashboard(30, [await fenixRun()], { reducedMotion: 'reduce' });
  const days = page.getByRole('slider', { name: 'Day' });
  await days.focus();
  expect(await days.getAttribute('aria-valuetext')).toBe('Tue, 13 Jun 2017, Morning run, uploaded, 5.6 km');
  await page.keyboard.press('ArrowLeft');
  expect(await days.getAttribute('aria-valuetext')).toBe('Sun, 11 Jun 2017, Ride to the lake, uploaded, 41.0 km');
  await page.keyboard.press('Home');
  expect(await days.getAttribute('aria-valuenow')).toBe('0');
  await page.keyboard.press('ArrowLeft');
  expect(await days.getAttribute('aria-valuenow')).toBe('0');
  await page.getByRole('tab', { name: 'Plan' }).focus();
  await page.keyboard.press('ArrowRight');
  const focused = page.locator(':focus');
  expect(await focused.getAttribute('id')).toBe('tab-history');
  expect(await focused.getAttribute('aria-selected')).toBe('true');
  expect(await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
  await page.getByRole('button', { name: 'Make a plan' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Upload Evening run' }).first().waitFor();
  await page.locator('tbody').getByRole('button', { name: 'Ignore Evening run' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('Evening run: ignored.').waitFor();
  expect((await storeOf(bench).ledger.get(['10000000001'])).get('10000000001')?.state).toBe('ignored');
}, 60_000);

test('a click uploads one activity, the next one leaves another out, and the page follows', async () => {
  const { bench, page, complaints } = await atDashboard(0, [await fenixRun(), await fenixRide()]);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.getByText('2 to upload.').waitFor();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await row('Evening run').getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('status').getByText('Evening run: uploaded.').waitFor();
  await row('Ride home').getByRole('button', { name: 'Ignore' }).click();
  await page.getByRole('status').getByText('Ride home: ignored.').waitFor();
  expect(bench.strava.uploads.map(({ externalId }) => externalId)).toEqual(['garmin_10000000001']);
  expect(await page.locator('tbody .badge').allTextContents()).toEqual(['Left out', 'Uploaded']);
  const link = row('Evening run').getByRole('link', { name: 'See it on Strava' });
  expect(await link.getAttribute('href')).toMatch(/^https:\/\/www\.strava\.com\/activities\/\d+$/);
  await page.getByRole('heading', { name: 'All is well' }).waitFor();
  expect(await page.getByRole('meter').count()).toBe(4);
  expect(complaints).toEqual([]);
}, 60_000);

test('a push that fails says why, and can be tried again', async () => {
  const { bench, page } = await atDashboard(0, [await fenixRun()]);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const upload = page.locator('tbody').getByRole('button', { name: 'Upload' });
  await upload.waitFor();
  bench.strava.settings.inactive = true;
  await upload.click();
  await page.getByRole('status').getByText('paid Strava subscription').waitFor();
  bench.strava.settings.inactive = false;
  await upload.click();
  await page.getByRole('status').getByText('Evening run: uploaded.').waitFor();
}, 60_000);

test('a hostile name is a text everywhere it is shown', async () => {
  const { page, complaints } = await atDashboard(0, [await fenixRun({ row: { activityName: HOSTILE } })]);
  let dialogs = 0;
  page.on('dialog', () => {
    dialogs += 1;
  });
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('tbody').getByText(HOSTILE).waitFor();
  await page.locator('#day').getByText(HOSTILE).waitFor();
  await page.locator('.steer').hover();
  expect(await page.locator('img').count()).toBe(0);
  expect(dialogs).toBe(0);
  expect(complaints).toEqual([]);
}, 60_000);

test('when the command has ended, the page says so', async () => {
  const { dashboard, page } = await atDashboard(0);
  await dashboard.end();
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('#list').getByText('The dashboard no longer answers.').waitFor();
}, 60_000);
