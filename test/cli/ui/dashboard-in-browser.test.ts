import { expect } from 'vitest';
import { fenixRide, fenixRun } from '../../support/bench.ts';
import { testWith } from '../../support/peers.ts';
import { atDashboard, expectHandsome } from './at-dashboard.ts';

const test = testWith('chromium');
const HOSTILE = '<img src=x onerror=alert(1)>';

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
    'Failed1',
    'Left out3',
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

test('what Strava may have already is asked about before it is uploaded', async () => {
  const { bench, page, complaints } = await atDashboard(0, [await fenixRide()]);
  bench.strava.addActivity({ startTime: Date.UTC(2017, 5, 12, 16, 7), sportType: 'Ride', elapsedTime: 600 });
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const upload = page.locator('tbody').getByRole('button', { name: 'Upload' });
  await upload.waitFor();
  const answer = async (isWanted: boolean) => {
    const asked = page.waitForEvent('dialog');
    const pressed = upload.click();
    const dialog = await asked;
    await (isWanted ? dialog.accept() : dialog.dismiss());
    await pressed;
    return dialog.message();
  };
  expect(await answer(false)).toMatch(
    /^“Ride home” overlaps Strava activity \d+ by \d+ %\. Upload it all the same\? Strava lets no program delete/,
  );
  expect(bench.strava.uploads).toHaveLength(0);
  await answer(true);
  await page.getByRole('status').getByText('Ride home: uploaded.').waitFor();
  expect(bench.strava.uploads).toHaveLength(1);
  expect(complaints).toEqual([]);
}, 60_000);
