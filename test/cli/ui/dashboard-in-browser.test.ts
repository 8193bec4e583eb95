import { expect } from 'vitest';
import { openFileStore } from '../../../src/sync/store/file-store.ts';
import { DAY } from '../../../src/sync/time.ts';
import { type Bench, fenixRide, fenixRun, openBench } from '../../support/bench.ts';
import { openPage } from '../../support/browser.ts';
import { testWith } from '../../support/peers.ts';
import { ledgerRecord } from '../../support/records.ts';
import { serve } from './serve.ts';

const test = testWith('chromium');
const STATES = ['uploaded', 'uploaded', 'uploaded', 'on-strava', 'filtered', 'failed'] as const;

/** A ledger of so many activities, one a day. */
async function filled(count: number): Promise<Bench> {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  const { ledger } = openFileStore({ root: `${bench.home}/default`, clock: bench.clock });
  for (let index = 0; index < count; index += 1) {
    const startTime = bench.clock.now() - (index + 3) * DAY;
    const base = ledgerRecord({
      garminId: String(9_000_000_000 + index),
      state: STATES[index % STATES.length] ?? 'uploaded',
    });
    const startTimeLocal = new Date(startTime).toISOString().slice(0, 19).replace('T', ' ');
    const activity = {
      ...base.activity,
      startTime,
      startTimeLocal,
      name: `Run <b>${index}</b>`,
      distance: 3_000 + (index % 17) * 900,
    };
    await ledger.put({ ...base, version: 0, activity });
  }
  return bench;
}

async function open(count: number, colorScheme: 'light' | 'dark' = 'light', width = 1280) {
  const bench = await filled(count);
  const { page, complaints } = await openPage({ colorScheme, viewport: { width, height: 900 } });
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') elsewhere.push(request.url());
  });
  await page.goto(await serve(bench));
  await page.locator('#list', { hasNotText: 'Loading' }).waitFor();
  if (process.env['G2S_PICTURES']) {
    await page.screenshot({
      path: `${process.env['G2S_PICTURES']}/ui-${count}-${colorScheme}-${width}.png`,
      fullPage: true,
    });
  }
  return { bench, page, complaints, elsewhere };
}

test.each([0, 30, 3_000])(
  'with %i activities: nothing sticks out, nothing is loaded from elsewhere',
  async (count) => {
    for (const [scheme, width] of [
      ['light', 1280],
      ['dark', 360],
    ] as const) {
      const { page, complaints, elsewhere } = await open(count, scheme, width);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
      expect(await page.locator('#list tbody tr').count()).toBe(Math.min(count, 50));
      expect(await page.locator('.chart g.bar').count()).toBeLessThanOrEqual(120);
    }
  },
  120_000,
);

test('by keyboard: a bar of the timeline filters the list, a filter is taken away again', async () => {
  const { page } = await open(30);
  await page.locator('.chart g.bar[tabindex]').last().focus();
  expect(await page.locator('#told').textContent()).toMatch(/^\d{4}-\d\d-\d\d: 1 /);
  await page.keyboard.press('Enter');
  expect(await page.locator('#list tbody tr').count()).toBe(1);
  await page.locator('#filters button', { hasText: '✕' }).focus();
  await page.keyboard.press('Space');
  expect(await page.locator('#list tbody tr').count()).toBe(30);
  await page.locator('#search').fill('<b>7</b>');
  expect(await page.locator('#list tbody tr').count()).toBe(1);
  expect(await page.locator('#list td.name b').count()).toBe(0);
}, 60_000);

test('the plan, and its buttons: one is uploaded, one is ignored', async () => {
  const { bench, page, complaints } = await open(0);
  await page.getByRole('button', { name: 'Show what a sync would do' }).click();
  await page.getByRole('button', { name: 'Upload Evening run' }).click();
  await page.locator('#list tbody tr', { hasText: 'Evening run' }).waitFor();
  await page.getByRole('button', { name: 'Ignore Ride home' }).first().click();
  await page.locator('#list tbody tr', { hasText: 'Ride home' }).waitFor();
  expect(bench.strava.uploads.map(({ externalId }) => externalId)).toEqual(['garmin_10000000001']);
  expect(JSON.parse((await bench.cli('history', '--json', '--state', 'ignored')).stdout).activities).toHaveLength(1);
  expect(complaints).toEqual([]);
}, 60_000);
