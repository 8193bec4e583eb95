import { expect } from 'vitest';
import { fenixRide, fenixRun } from '../../support/bench.ts';
import { testWith } from '../../support/peers.ts';
import { atDashboard } from './at-dashboard.ts';

const test = testWith('chromium');

test('a push that fails says why in its row until the next try, whatever else goes well', async () => {
  const { bench, page } = await atDashboard(0, [await fenixRun(), await fenixRide()]);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await row('Evening run').getByRole('button', { name: 'Upload' }).waitFor();
  bench.strava.settings.inactive = true;
  await row('Evening run').getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('status').getByText('paid Strava subscription').waitFor();
  expect(await page.getByRole('status').textContent()).not.toContain('`');
  await row('Ride home').getByRole('button', { name: 'Ignore' }).click();
  await page.getByRole('status').getByText('Ride home: ignored.').waitFor();
  await row('Evening run').locator('.snag').getByText('paid Strava subscription').waitFor();
  bench.strava.settings.inactive = false;
  await row('Evening run').getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('status').getByText('Evening run: uploaded.').waitFor();
  expect(await page.locator('.snag').count()).toBe(0);
}, 60_000);

test('a failure that the ledger keeps is announced as one', async () => {
  const { bench, page } = await atDashboard(0, [await fenixRun()]);
  bench.strava.settings.outcomes.set('garmin_10000000001', 'malformed');
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('tbody').getByRole('button', { name: 'Upload' }).click();
  await page.getByRole('status').getByText('Evening run: failed.').waitFor();
  expect(await page.getByRole('status').getAttribute('class')).toContain('bad');
}, 60_000);

test('what another run uploaded since the plan is not uploaded again; the row catches up', async () => {
  const { bench, page } = await atDashboard(0, [await fenixRun()]);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  const upload = page.locator('tbody').getByRole('button', { name: 'Upload' });
  await upload.waitFor();
  await bench.cli('sync');
  await upload.click();
  await page.locator('tbody .snag').getByText('has changed since the page showed it').waitFor();
  expect(await page.locator('tbody .badge').allTextContents()).toEqual(['Uploaded']);
  expect(bench.strava.uploads).toHaveLength(1);
}, 60_000);

test('the token leaves the address bar; a tab that was not given the key may look, and learns how to do more', async () => {
  const { dashboard, page } = await atDashboard(0, [await fenixRun()]);
  expect(page.url()).toBe(`${dashboard.origin}/`);
  await page.reload();
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('tbody').getByText('Evening run').waitFor();
  await page.evaluate('sessionStorage.clear()');
  await page.reload();
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('#list').getByText('This tab can show everything and change nothing.').waitFor();
  await page.locator('#list').getByText('Open the address that').waitFor();
}, 60_000);

test('an answer that cannot be read is said, and the next plan is made', async () => {
  const { page, complaints } = await atDashboard(0, [await fenixRun()]);
  for (const body of ['<html>', 'null', '{}']) {
    await page.route('**/api/plan', (route) => route.fulfill({ contentType: 'application/json', body }));
    await page.getByRole('button', { name: 'Make a plan' }).click();
    await page.locator('#list').getByText('The dashboard’s answer cannot be read.').waitFor();
    await page.unroute('**/api/plan');
  }
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('tbody').getByText('Evening run').waitFor();
  expect(complaints).toEqual([]);
}, 60_000);

test('trouble stays with its tab and is announced once', async () => {
  const { dashboard, page } = await atDashboard(30);
  await dashboard.end();
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('#list').getByText('The dashboard no longer answers.').waitFor();
  await page.getByRole('status').getByText('The dashboard no longer answers. Run garmin2strava ui again.').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.locator('#list').getByRole('button', { name: 'Copy garmin2strava ui' }).waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  expect(await page.locator('tbody tr').count()).toBe(25);
  expect(await page.locator('#list').getByText('The dashboard no longer answers.').count()).toBe(0);
}, 60_000);

test('a plan says how to upload all of it, its range included, and a crowded day opens in the list', async () => {
  const day = Array.from({ length: 5 }, (_, index) =>
    fenixRun({
      row: {
        activityId: 10000000011 + index,
        activityName: null,
        activityType: { typeId: 6, typeKey: 'trail_running', parentTypeId: 1 },
        startTimeLocal: `2017-06-11 1${index}:34:09`,
        startTimeGMT: `2017-06-11 0${index + 3}:34:09`,
      },
    }),
  );
  const { page } = await atDashboard(0, await Promise.all([...day, fenixRide()]));
  await page.getByRole('combobox', { name: 'Plan for' }).selectOption('all');
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.getByText('6 to upload.').waitFor();
  await page.locator('#list .command').getByText('garmin2strava sync --since all').waitFor();
  await page.getByRole('slider', { name: 'Day' }).press('ArrowLeft');
  await page.getByRole('button', { name: 'Show all 5 in the list' }).click();
  expect(await page.locator('tbody tr').count()).toBe(5);
  expect(await page.locator(':focus').getAttribute('id')).toBe('list');
  await page.getByRole('button', { name: 'Show all days' }).press('Enter');
  expect(await page.locator('tbody tr').count()).toBe(6);
  expect(await page.locator(':focus').getAttribute('id')).toBe('list');
}, 60_000);

test('a nameless activity goes by its type in words', async () => {
  const row = { activityName: null, activityType: { typeId: 6, typeKey: 'trail_running', parentTypeId: 1 } };
  const { page } = await atDashboard(0, [await fenixRun({ row })]);
  await page.getByRole('button', { name: 'Make a plan' }).click();
  await page.locator('tbody').getByText('trail running').first().waitFor();
  const days = page.getByRole('slider', { name: 'Day' });
  expect(await days.getAttribute('aria-valuetext')).toBe('Sun, 11 Jun 2017, trail running, to upload, 170 m');
}, 60_000);
