import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { requirePeer } from './peers.ts';

/** A page in a real browser, and what its console complained about; closed at the end of the test. */
export async function openPage(
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const isRoot = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: requirePeer('chromium'),
    // Chromium's sandbox does not start for root, as containers have it.
    args: isRoot ? ['--no-sandbox'] : [],
  });
  onTestFinished(() => browser.close());
  const page = await browser.newPage(options);
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}
