import { expect } from 'vitest';
import { DAY } from '../../../src/sync/time.ts';
import { newRecord } from '../../../src/sync/transitions.ts';
import { START } from '../../support/bench.ts';
import { historicActivity } from '../../support/many-records.ts';
import { testWith } from '../../support/peers.ts';
import { ledgerRecord } from '../../support/records.ts';
import { atDashboard, expectHandsome } from './at-dashboard.ts';
import { storeOf } from './open-dashboard.ts';

const test = testWith('chromium');
const LONG =
  'Strava refused the file: the activity that it holds was recorded by a device whose clock says 1989, which no upload may';

test('a long reason leaves room for the name', async () => {
  const { page } = await atDashboard(5, [], {
    prepare: (bench) =>
      storeOf(bench)
        .ledger.put(ledgerRecord({ state: 'failed', detail: `${LONG}; ${LONG}; ${LONG}` }))
        .then(() => undefined),
  });
  await page.getByRole('tab', { name: 'History' }).click();
  const name = await page.locator('tbody .what').first().boundingBox();
  expect(name?.width).toBeGreaterThan(200);
  await expectHandsome(page);
}, 60_000);

test('a window without what is asked for says so, and leads to where it is', async () => {
  const { page, complaints } = await atDashboard(20, [], {
    prepare: async (bench) => {
      const old = newRecord(historicActivity(0, START - 2_000 * DAY), START);
      await storeOf(bench).ledger.put({ ...old, garminId: '1', state: 'failed', detail: 'the file is empty' });
    },
  });
  await page.getByRole('button', { name: 'Show why' }).click();
  await page.locator('#chart').getByText('None of that kind in this window.').waitFor();
  expect(await page.locator('tbody .badge').allTextContents()).toEqual(['Failed']);
  await expectHandsome(page);
  await page.getByRole('button', { name: 'Look at all' }).press('Enter');
  expect(await page.locator('#chart .column').count()).toBe(1);
  expect(await page.locator(':focus').getAttribute('id')).toBe('chart');
  expect(complaints).toEqual([]);
}, 60_000);

test.each([1280, 360])(
  'at %i pixels the tip hides neither the legend nor the column that it speaks of',
  async (width) => {
    const { page } = await atDashboard(30, [], { viewport: { width, height: 800 } });
    const legend = await page.locator('#legend').boundingBox();
    const picture = await page.locator('.steer svg').boundingBox();
    for (const share of [0.6, 0.75, 0.97]) {
      const x = (picture?.x ?? 0) + (picture?.width ?? 0) * share;
      await page.mouse.move(x, (picture?.y ?? 0) + 60);
      const tip = await page.locator('.tip').boundingBox();
      const column = await page.locator('.near').boundingBox();
      expect(tip?.y).toBeGreaterThanOrEqual((legend?.y ?? 0) + (legend?.height ?? 0));
      const [left, right] = [tip?.x ?? 0, (tip?.x ?? 0) + (tip?.width ?? 0)];
      expect(right <= (column?.x ?? 0) || left >= (column?.x ?? 0) + (column?.width ?? 0)).toBe(true);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
    }
  },
  60_000,
);

test('under a thumb every button is 40 pixels high', async () => {
  const { page } = await atDashboard(30, [], { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  await page.getByRole('tab', { name: 'History' }).click();
  const buttons = await page.locator('button:not(.link):visible, select:visible').all();
  expect(buttons.length).toBeGreaterThan(20);
  const heights = await Promise.all(buttons.map(async (button) => (await button.boundingBox())?.height ?? 0));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(40);
}, 60_000);

test('in forced colours the dots keep theirs', async () => {
  const { page } = await atDashboard(30, [], { forcedColors: 'active' });
  await page.getByRole('tab', { name: 'History' }).click();
  const colours = await page.evaluate<readonly string[]>(
    `['#legend .dot.uploaded', '#legend .dot.failed'].map((it) => getComputedStyle(document.querySelector(it)).backgroundColor)
      .concat(getComputedStyle(document.querySelector('.badge.uploaded'), '::before').backgroundColor)`,
  );
  expect(colours).toEqual(['rgb(18, 146, 95)', 'rgb(214, 51, 43)', 'rgb(18, 146, 95)']);
}, 60_000);
