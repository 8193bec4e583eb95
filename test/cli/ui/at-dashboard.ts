import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { SandboxActivity } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { HOUR } from '../../../src/sync/time.ts';
import { type Bench, openBench, START } from '../../support/bench.ts';
import { openPage } from '../../support/browser.ts';
import { fillLedger } from '../../support/many-records.ts';
import { serveDashboardOf, storeOf } from './open-dashboard.ts';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'] as const;

/** The dashboard of a ledger with so many activities, in a real browser. */
export async function atDashboard(
  many: number,
  activities: readonly SandboxActivity[] = [],
  { prepare, ...options }: BrowserContextOptions & { readonly prepare?: (bench: Bench) => Promise<void> } = {},
) {
  const bench = await openBench(activities);
  await fillLedger(storeOf(bench).ledger, many, START - HOUR);
  await prepare?.(bench);
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
  const isShown = (element) => element.checkVisibility({ opacityProperty: true }) && !element.closest('.sr, [aria-disabled="true"]');
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

export async function expectHandsome(page: Page): Promise<void> {
  for (const size of SIZES) {
    for (const colorScheme of SCHEMES) {
      await page.setViewportSize(size);
      // Without motion, so that no colour is looked at on its way to another.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      expect(await page.evaluate<Look>(LOOK)).toEqual({ overflow: 0, isDark: colorScheme === 'dark', faint: [] });
    }
  }
}
